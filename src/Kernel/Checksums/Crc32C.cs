using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Xia.Kernel.Checksums;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), by the processor's instruction where it has one.
/// </summary>
public static class Crc32C
{
    private const uint ReflectedPolynomial = 0x82f6_3b78;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of one piece.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of a piece that follows others.</summary>
    /// <param name="checksum">The checksum of everything before; 0 for nothing.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint register = ~checksum;
        if (Sse42.X64.IsSupported)
        {
            register = RunSse42(register, bytes);
        }
        else if (Arm.Crc32.Arm64.IsSupported)
        {
            register = RunArm(register, bytes);
        }
        else
        {
            register = RunTable(register, bytes);
        }

        return ~register;
    }

    /// <summary>
    /// The same by table, for processors without the instruction and for tests of the others.
    /// </summary>
    internal static uint AppendByTable(uint checksum, ReadOnlySpan<byte> bytes) =>
        ~RunTable(~checksum, bytes);

    private static uint RunSse42(uint register, ReadOnlySpan<byte> bytes)
    {
        ulong wide = register;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            wide = Sse42.X64.Crc32(wide, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        register = (uint)wide;
        foreach (byte one in bytes)
        {
            register = Sse42.Crc32(register, one);
        }

        return register;
    }

    private static uint RunArm(uint register, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            register = Arm.Crc32.Arm64.ComputeCrc32C(
                register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            register = Arm.Crc32.ComputeCrc32C(register, one);
        }

        return register;
    }

    private static uint RunTable(uint register, ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            register = (register >> 8) ^ Table[(byte)(register ^ one)];
        }

        return register;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) * ReflectedPolynomial);
            }

            table[i] = register;
        }

        return table;
    }
}
