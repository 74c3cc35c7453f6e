using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xia.Router.Packets;

/// <summary>The arrays in which packets keep their bytes, and what stands before the bytes.</summary>
/// <remarks>
/// <code>
/// | references (4) | size class (1) | unused (11) | headroom, data, tailroom |
/// </code>
/// The count stands in the array itself, so that a packet needs one reference and one cache line less.
/// </remarks>
internal static class PacketBytes
{
    /// <summary>What stands before a packet's room.</summary>
    public const int PrefixLengthBytes = 16;

    private const int SizeClassOffset = 4;

    /// <summary>An array with so much room, held by one packet.</summary>
    public static byte[] Allocate(int sizeClass, int lengthBytes)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(PrefixLengthBytes + lengthBytes);
        References(bytes) = 1;
        bytes[SizeClassOffset] = (byte)sizeClass;
        return bytes;
    }

    /// <summary>How many packets refer to it; 1 means that its packet may write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref int References(byte[] bytes) =>
        ref Unsafe.As<byte, int>(ref MemoryMarshal.GetArrayDataReference(bytes));

    /// <summary>Which of the pool's lengths it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeClass(byte[] bytes) =>
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), SizeClassOffset);
}
