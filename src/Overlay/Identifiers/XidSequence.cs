using System.Buffers.Binary;

namespace Xia.Overlay.Identifiers;

/// <summary>Identifiers that follow from a number, so that a generator of packets and a table agree on them.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) of three
/// consecutive states. For measurements; no key belongs to them.
/// </remarks>
public static class XidSequence
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;

    /// <summary>The identifier of a number.</summary>
    public static Xid At(XidType type, uint number)
    {
        Span<byte> id = stackalloc byte[Xid.IdLengthBytes];
        Write(number, id);
        return new Xid(type, id);
    }

    /// <summary>Writes the 20 bytes of the identifier of a number.</summary>
    public static void Write(uint number, Span<byte> id)
    {
        ulong state = (number + 1UL) * 3 * Step;
        BinaryPrimitives.WriteUInt32LittleEndian(id[16..], (uint)Mix(state));
        BinaryPrimitives.WriteUInt64LittleEndian(id[8..], Mix(state + Step));
        BinaryPrimitives.WriteUInt64LittleEndian(id, Mix(state + Step + Step));
    }

    private static ulong Mix(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBUL;
        return state ^ (state >> 31);
    }
}
