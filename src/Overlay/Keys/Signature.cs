using System.Diagnostics.CodeAnalysis;

namespace Xia.Overlay.Keys;

/// <summary>
/// An Ed25519 signature (RFC 8032), 64 bytes; whether it is good is for <see cref="PublicKey"/> to say.
/// </summary>
public sealed class Signature
{
    /// <summary>The length of every signature.</summary>
    public const int LengthBytes = 64;

    private readonly byte[] _bytes;

    internal Signature(byte[] bytes) => _bytes = bytes;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Takes bytes of the right length.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Signature? signature)
    {
        signature = bytes.Length == LengthBytes ? new Signature(bytes.ToArray()) : null;
        return signature is not null;
    }
}
