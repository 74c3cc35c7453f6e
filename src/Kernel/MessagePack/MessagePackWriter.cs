using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Xia.Kernel.MessagePack;

/// <summary>Writes canonical MessagePack: every value in its shortest form.</summary>
/// <remarks>
/// Names follow MessagePack-CSharp's writer, so that the package can take over by a reference. Writes go
/// straight to the buffer writer; <see cref="Flush"/> is there for that symmetry. Format: msgpack.org
/// specification, 2017-08-09.
/// </remarks>
public readonly ref struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;

    /// <summary>A writer that appends to <paramref name="output"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Does nothing: nothing is held back.</summary>
    public void Flush()
    {
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => Put(0xc0);

    /// <summary>Writes a truth value.</summary>
    public void Write(bool value) => Put(value ? (byte)0xc3 : (byte)0xc2);

    /// <summary>
    /// Writes a signed integer in its shortest form; a non-negative one in its unsigned form.
    /// </summary>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
        }
        else if (value >= -32)
        {
            Put((byte)value);
        }
        else if (value >= sbyte.MinValue)
        {
            Put(0xd0, (byte)value);
        }
        else if (value >= short.MinValue)
        {
            PutBigEndian(0xd1, (ulong)value, 2);
        }
        else if (value >= int.MinValue)
        {
            PutBigEndian(0xd2, (ulong)value, 4);
        }
        else
        {
            PutBigEndian(0xd3, (ulong)value, 8);
        }
    }

    /// <summary>Writes a signed integer in its shortest form.</summary>
    public void Write(int value) => Write((long)value);

    /// <summary>Writes an unsigned integer in its shortest form.</summary>
    public void Write(uint value) => Write((ulong)value);

    /// <summary>Writes an unsigned integer in its shortest form.</summary>
    public void Write(ulong value)
    {
        if (value < 0x80)
        {
            Put((byte)value);
        }
        else if (value <= byte.MaxValue)
        {
            Put(0xcc, (byte)value);
        }
        else if (value <= ushort.MaxValue)
        {
            PutBigEndian(0xcd, value, 2);
        }
        else if (value <= uint.MaxValue)
        {
            PutBigEndian(0xce, value, 4);
        }
        else
        {
            PutBigEndian(0xcf, value, 8);
        }
    }

    /// <summary>Writes a 64-bit floating point number.</summary>
    public void Write(double value) => PutBigEndian(0xcb, (ulong)BitConverter.DoubleToInt64Bits(value), 8);

    /// <summary>Writes a string in UTF-8, or nil.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        int lengthBytes = Encoding.UTF8.GetByteCount(value);
        if (lengthBytes < 32)
        {
            Put((byte)(0xa0 | lengthBytes));
        }
        else
        {
            PutLength(lengthBytes, 0xd9, 0xda, 0xdb);
        }

        Encoding.UTF8.GetBytes(value, _output.GetSpan(Math.Max(lengthBytes, 1)));
        _output.Advance(lengthBytes);
    }

    /// <summary>Writes bytes as a bin value.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        WriteBinHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes the header of a bin value whose bytes follow by <see cref="WriteRaw"/>.</summary>
    public void WriteBinHeader(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        PutLength(lengthBytes, 0xc4, 0xc5, 0xc6);
    }

    /// <summary>Writes the header of an array; that many values follow.</summary>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count < 16)
        {
            Put((byte)(0x90 | count));
        }
        else
        {
            PutCount(count, 0xdc, 0xdd);
        }
    }

    /// <summary>Writes the header of a map; that many pairs of key and value follow.</summary>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count < 16)
        {
            Put((byte)(0x80 | count));
        }
        else
        {
            PutCount(count, 0xde, 0xdf);
        }
    }

    /// <summary>Writes bytes that are MessagePack already, or the body of a bin value.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value) => _output.Write(value);

    private void Put(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    private void Put(byte code, byte value)
    {
        Span<byte> span = _output.GetSpan(2);
        span[0] = code;
        span[1] = value;
        _output.Advance(2);
    }

    private void PutCount(int count, byte code16, byte code32)
    {
        if (count <= ushort.MaxValue)
        {
            PutBigEndian(code16, (ulong)count, 2);
        }
        else
        {
            PutBigEndian(code32, (ulong)count, 4);
        }
    }

    private void PutLength(int lengthBytes, byte code8, byte code16, byte code32)
    {
        if (lengthBytes <= byte.MaxValue)
        {
            Put(code8, (byte)lengthBytes);
        }
        else
        {
            PutCount(lengthBytes, code16, code32);
        }
    }

    private void PutBigEndian(byte code, ulong value, int lengthBytes)
    {
        Span<byte> span = _output.GetSpan(9);
        span[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value << (64 - (8 * lengthBytes)));
        _output.Advance(1 + lengthBytes);
    }
}
