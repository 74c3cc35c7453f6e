namespace Xia.Router.Elements.Standard.Checksums;

/// <summary>The cyclic redundancy check that SetCRC32 appends.</summary>
/// <remarks>
/// CRC-32/MPEG-2: polynomial 04C11DB7, highest bit first, from all ones on, not inverted at the end.
/// </remarks>
internal static class Crc32
{
    /// <summary>Length of the checksum.</summary>
    public const int LengthBytes = sizeof(uint);

    private const uint Polynomial = 0x04c1_1db7;

    private static readonly uint[] OfByte = CreateTable();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in data)
        {
            sum = (sum << 8) ^ OfByte[(sum >> 24) ^ value];
        }

        return sum;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (uint value = 0; value < table.Length; value++)
        {
            uint sum = value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum >> 31) * Polynomial);
            }

            table[value] = sum;
        }

        return table;
    }
}
