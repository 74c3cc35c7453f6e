using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Xia.Kernel.Randomness;

/// <summary>
/// The one seed of a run, from which every consumer of randomness draws a stream of its own by name.
/// </summary>
/// <remarks>
/// A stream's 256-bit state is SHA-256("xia.random/1" ‖ 0x00 ‖ seed as 8 bytes, little-endian ‖ name in
/// UTF-8). A new consumer therefore never shifts the draws of another.
/// </remarks>
public sealed class RandomRoot(ulong seed)
{
    private const string Domain = "xia.random/1";

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream of one consumer; the same name gives the same draws again.</summary>
    /// <param name="name">Who draws and what for, such as <c>link/core1-core2/loss</c>.</param>
    public RandomStream Stream(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        byte[] input = new byte[Domain.Length + 1 + sizeof(ulong) + Encoding.UTF8.GetByteCount(name)];
        Encoding.ASCII.GetBytes(Domain, input);
        BinaryPrimitives.WriteUInt64LittleEndian(input.AsSpan(Domain.Length + 1), Seed);
        Encoding.UTF8.GetBytes(name, input.AsSpan(Domain.Length + 1 + sizeof(ulong)));
        return new RandomStream(SHA256.HashData(input));
    }
}
