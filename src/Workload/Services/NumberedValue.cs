using System.Buffers.Binary;
using Xia.Workload.Content;

namespace Xia.Workload.Services;

/// <summary>Keys and values that can be told right from wrong: both follow from numbers.</summary>
/// <remarks>
/// Key: the key's number, 8 bytes big-endian. Value: a stamp, 8 bytes big-endian, then bytes drawn from key
/// and stamp.
/// </remarks>
public static class NumberedValue
{
    /// <summary>The length of a key.</summary>
    public const int KeyBytes = 8;

    /// <summary>The shortest value: its stamp.</summary>
    public const int LeastValueBytes = 8;

    /// <summary>Writes a key.</summary>
    public static void WriteKey(Span<byte> key, long number) =>
        BinaryPrimitives.WriteInt64BigEndian(key, number);

    /// <summary>Writes a value.</summary>
    public static void Write(Span<byte> value, long key, ulong stamp)
    {
        BinaryPrimitives.WriteUInt64BigEndian(value, stamp);
        Draws draws = DrawsOf(key, stamp);
        for (value = value[LeastValueBytes..]; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value, draws.Next());
        }

        foreach (ref byte one in value)
        {
            one = (byte)draws.Next();
        }
    }

    /// <summary>Checks every byte of a value and tells its stamp.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> value, long key, out ulong stamp)
    {
        stamp = 0;
        if (value.Length < LeastValueBytes)
        {
            return false;
        }

        stamp = BinaryPrimitives.ReadUInt64BigEndian(value);
        Draws draws = DrawsOf(key, stamp);
        for (value = value[LeastValueBytes..]; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(value) != draws.Next())
            {
                return false;
            }
        }

        foreach (byte one in value)
        {
            if (one != (byte)draws.Next())
            {
                return false;
            }
        }

        return true;
    }

    private static Draws DrawsOf(long key, ulong stamp) =>
        new(((ulong)key * 0xd1342543de82ef95) ^ (stamp * 0xaf251af3b0f025b5));
}
