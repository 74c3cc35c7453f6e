using System.Text;
using System.Text.Unicode;

namespace Xia.Kernel.MessagePack;

/// <summary>
/// Reads MessagePack from a span; hostile bytes end in <see cref="MessagePackSerializationException"/>.
/// </summary>
/// <remarks>
/// Names follow MessagePack-CSharp's reader. Every length is checked against what is left before it is
/// believed, and <see cref="Skip"/> follows nesting no deeper than <see cref="MaximumDepth"/>. Integers are
/// accepted in any of their forms, as the specification allows.
/// </remarks>
public ref struct MessagePackReader(ReadOnlySpan<byte> input)
{
    /// <summary>How deeply <see cref="Skip"/> follows arrays and maps.</summary>
    public const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _input = input;
    private int _position;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool End => _position == _input.Length;

    /// <summary>How many bytes have been read.</summary>
    public readonly int Consumed => _position;

    /// <summary>The code of the next value, unread.</summary>
    public readonly byte NextCode =>
        _position < _input.Length ? _input[_position] : throw Fail("a value", "the end");

    /// <summary>Reads nil if that is next.</summary>
    public bool TryReadNil()
    {
        if (NextCode != 0xc0)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads a truth value.</summary>
    public bool ReadBoolean() => Take() switch
    {
        0xc2 => false,
        0xc3 => true,
        byte code => throw Unexpected("a truth value", code),
    };

    /// <summary>Reads a signed integer of at most 64 bits.</summary>
    public long ReadInt64()
    {
        byte code = Take();
        switch (code)
        {
            case < 0x80:
                return code;
            case >= 0xe0:
                return (sbyte)code;
            case 0xcc:
            case 0xcd:
            case 0xce:
            case 0xcf:
                ulong value = TakeBigEndian(1 << (code - 0xcc));
                return value <= long.MaxValue
                    ? (long)value
                    : throw Fail("a signed integer", "one above 2^63-1");
            case 0xd0:
                return (sbyte)TakeBigEndian(1);
            case 0xd1:
                return (short)TakeBigEndian(2);
            case 0xd2:
                return (int)TakeBigEndian(4);
            case 0xd3:
                return (long)TakeBigEndian(8);
            default:
                throw Unexpected("an integer", code);
        }
    }

    /// <summary>Reads an unsigned integer of at most 64 bits.</summary>
    public ulong ReadUInt64()
    {
        if (NextCode == 0xcf)
        {
            _position++;
            return TakeBigEndian(8);
        }

        long value = ReadInt64();
        return value >= 0 ? (ulong)value : throw Fail("an unsigned integer", "a negative one");
    }

    /// <summary>Reads a signed integer of at most 32 bits.</summary>
    public int ReadInt32()
    {
        long value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Fail("32 bits", "a longer integer");
    }

    /// <summary>Reads an unsigned integer of at most 32 bits.</summary>
    public uint ReadUInt32()
    {
        ulong value = ReadUInt64();
        return value <= uint.MaxValue ? (uint)value : throw Fail("32 bits", "a longer integer");
    }

    /// <summary>Reads a floating point number.</summary>
    public double ReadDouble() => Take() switch
    {
        0xca => BitConverter.Int32BitsToSingle((int)TakeBigEndian(4)),
        0xcb => BitConverter.Int64BitsToDouble((long)TakeBigEndian(8)),
        byte code => throw Unexpected("a floating point number", code),
    };

    /// <summary>Reads a string, which is valid UTF-8, or null for nil.</summary>
    public string? ReadString()
    {
        byte code = Take();
        uint lengthBytes = code switch
        {
            0xc0 => 0,
            >= 0xa0 and <= 0xbf => (uint)(code & 0x1f),
            0xd9 => (uint)TakeBigEndian(1),
            0xda => (uint)TakeBigEndian(2),
            0xdb => (uint)TakeBigEndian(4),
            _ => throw Unexpected("a string", code),
        };
        return code == 0xc0 ? null : Decode(TakeBytes(lengthBytes));
    }

    /// <summary>Reads the bytes of a bin value; they stay in the input.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        byte code = Take();
        uint lengthBytes = code switch
        {
            0xc4 => (uint)TakeBigEndian(1),
            0xc5 => (uint)TakeBigEndian(2),
            0xc6 => (uint)TakeBigEndian(4),
            _ => throw Unexpected("bytes", code),
        };
        return TakeBytes(lengthBytes);
    }

    /// <summary>
    /// Reads the header of an array and returns its count, which the rest of the input can hold.
    /// </summary>
    public int ReadArrayHeader()
    {
        byte code = Take();
        ulong count = code switch
        {
            >= 0x90 and <= 0x9f => (ulong)(code & 0x0f),
            0xdc => TakeBigEndian(2),
            0xdd => TakeBigEndian(4),
            _ => throw Unexpected("an array", code),
        };
        return CheckCount(count, 1);
    }

    /// <summary>
    /// Reads the header of a map and returns its number of pairs, which the rest of the input can hold.
    /// </summary>
    public int ReadMapHeader()
    {
        byte code = Take();
        ulong count = code switch
        {
            >= 0x80 and <= 0x8f => (ulong)(code & 0x0f),
            0xde => TakeBigEndian(2),
            0xdf => TakeBigEndian(4),
            _ => throw Unexpected("a map", code),
        };
        return CheckCount(count, 2);
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void Skip() => SkipNested(0);

    // Replacing what is no UTF-8 would make equal strings of different bytes.
    private readonly string Decode(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Fail("a string in UTF-8", "other bytes");

    private void SkipNested(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Fail($"nesting of at most {MaximumDepth}", "deeper nesting");
        }

        byte code = NextCode;
        switch (code)
        {
            case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                _position++;
                break;
            case <= 0x8f or 0xde or 0xdf:
                SkipMany(2L * ReadMapHeader(), depth);
                break;
            case <= 0x9f or 0xdc or 0xdd:
                SkipMany(ReadArrayHeader(), depth);
                break;
            case <= 0xbf or 0xd9 or 0xda or 0xdb:
                SkipString();
                break;
            case 0xc4 or 0xc5 or 0xc6:
                _ = ReadBytes();
                break;
            case 0xc7 or 0xc8 or 0xc9:
                _position++;
                uint lengthBytes = (uint)TakeBigEndian(1 << (code - 0xc7));
                TakeBytes(1);
                TakeBytes(lengthBytes);
                break;
            case >= 0xca and <= 0xd3:
                _position++;
                TakeBytes(code switch { 0xca => 4u, 0xcb => 8u, _ => 1u << ((code - 0xcc) & 3) });
                break;
            case >= 0xd4 and <= 0xd8:
                _position++;
                TakeBytes(1u + (1u << (code - 0xd4)));
                break;
            default:
                throw Unexpected("a value", code);
        }
    }

    private void SkipMany(long count, int depth)
    {
        for (long i = 0; i < count; i++)
        {
            SkipNested(depth + 1);
        }
    }

    private void SkipString()
    {
        byte code = Take();
        uint lengthBytes = code < 0xc0 ? (uint)(code & 0x1f) : (uint)TakeBigEndian(1 << (code - 0xd9));
        TakeBytes(lengthBytes);
    }

    private readonly int CheckCount(ulong count, int leastBytesEach)
    {
        ulong left = (ulong)(_input.Length - _position);
        return count * (ulong)leastBytesEach <= left
            ? (int)count
            : throw Fail($"{count} values", $"{left} bytes");
    }

    private byte Take()
    {
        byte code = NextCode;
        _position++;
        return code;
    }

    private ulong TakeBigEndian(int lengthBytes)
    {
        ReadOnlySpan<byte> bytes = TakeBytes((uint)lengthBytes);
        ulong value = 0;
        foreach (byte one in bytes)
        {
            value = (value << 8) | one;
        }

        return value;
    }

    private ReadOnlySpan<byte> TakeBytes(uint lengthBytes)
    {
        int left = _input.Length - _position;
        if (lengthBytes > (uint)left)
        {
            throw Fail($"{lengthBytes} bytes", $"{left}");
        }

        ReadOnlySpan<byte> bytes = _input.Slice(_position, (int)lengthBytes);
        _position += (int)lengthBytes;
        return bytes;
    }

    private readonly MessagePackSerializationException Unexpected(string expected, byte code) =>
        Fail(expected, $"code 0x{code:x2}");

    private readonly MessagePackSerializationException Fail(string expected, string found) =>
        new($"MessagePack at byte {_position}: expected {expected}, found {found}.");
}
