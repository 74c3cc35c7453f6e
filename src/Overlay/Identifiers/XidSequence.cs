using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Xia.Overlay.Identifiers;

/// <summary>
/// Identifiers that follow from a number, so that a generator of packets and a table agree on them.
/// </summary>
/// <remarks>
/// A number times three odd constants: cheap, different for every number, and spread well enough for a table
/// that hashes what it is given. For measurements; no key belongs to them.
/// </remarks>
public static class XidSequence
{
    private const ulong HighFactor = 0x9E3779B97F4A7C15UL;
    private const ulong MiddleFactor = 0xBF58476D1CE4E5B9UL;
    private const ulong LowFactor = 0x94D049BB133111EBUL;

    /// <summary>The identifier of a number.</summary>
    public static Xid At(XidType type, uint number)
    {
        Span<byte> id = stackalloc byte[Xid.IdLengthBytes];
        Write(number, id);
        return new Xid(type, id);
    }

    /// <summary>Writes the 20 bytes of the identifier of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(uint number, Span<byte> id)
    {
        ulong value = number + 1UL;
        BinaryPrimitives.WriteUInt64LittleEndian(id, unchecked(value * HighFactor));
        BinaryPrimitives.WriteUInt64LittleEndian(id[8..], unchecked(value * MiddleFactor));
        BinaryPrimitives.WriteUInt32LittleEndian(id[16..], (uint)(unchecked(value * LowFactor) >> 32));
    }
}
