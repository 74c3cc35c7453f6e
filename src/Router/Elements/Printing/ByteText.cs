using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;

namespace Xia.Router.Elements.Printing;

/// <summary>Bytes that are put together piece by piece for a file or a message; keeps its room.</summary>
/// <remarks>Texts hold one byte per character. Adding allocates only while the longest text grows.</remarks>
internal sealed class ByteText
{
    private const int MaximumNumberBytes = 24;

    private byte[] _bytes = new byte[256];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>What was put together, to read until the next change.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets all but the first bytes.</summary>
    public void Cut(int length) => Length = Math.Min(Length, length);

    /// <summary>Adds bytes, their content undefined.</summary>
    /// <returns>The added bytes, to write until the next change.</returns>
    public Span<byte> Extend(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    /// <summary>Adds bytes.</summary>
    public ByteText Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Extend(bytes.Length));
        return this;
    }

    /// <summary>Adds a text.</summary>
    public ByteText Append(string text)
    {
        Encoding.Latin1.GetBytes(text, Extend(text.Length));
        return this;
    }

    /// <summary>Adds a character.</summary>
    public ByteText Append(char character)
    {
        Extend(1)[0] = (byte)character;
        return this;
    }

    /// <summary>Adds a number in decimal.</summary>
    public ByteText Append(long number)
    {
        Span<byte> room = Extend(MaximumNumberBytes);
        number.TryFormat(room, out int written, default, CultureInfo.InvariantCulture);
        Length -= MaximumNumberBytes - written;
        return this;
    }

    /// <summary>Adds a number in decimal, with blanks before it up to a width.</summary>
    public ByteText AppendPadded(long number, int width)
    {
        int start = Length;
        Append(number);
        int missing = width - (Length - start);
        if (missing > 0)
        {
            Extend(missing);
            _bytes.AsSpan(start, Length - start - missing).CopyTo(_bytes.AsSpan(start + missing));
            _bytes.AsSpan(start, missing).Fill((byte)' ');
        }

        return this;
    }

    /// <summary>Adds a byte as two hexadecimal digits.</summary>
    public ByteText AppendHex(byte value, bool upper = false)
    {
        Span<byte> room = Extend(2);
        ReadOnlySpan<byte> digits = upper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        room[0] = digits[value >> 4];
        room[1] = digits[value & 15];
        return this;
    }

    /// <summary>Adds an IPv4 address.</summary>
    public ByteText Append(IpAddress address) =>
        Append(address.Value >> 24).Append('.').Append((byte)(address.Value >> 16)).Append('.')
            .Append((byte)(address.Value >> 8)).Append('.').Append((byte)address.Value);

    /// <summary>Adds an Ethernet address from its six bytes, as in <c>00-0A-95-A6-D9-BC</c>.</summary>
    public ByteText AppendEthernet(ReadOnlySpan<byte> address)
    {
        for (int index = 0; index < 6; index++)
        {
            if (index > 0)
            {
                Append('-');
            }

            AppendHex(address[index], upper: true);
        }

        return this;
    }

    /// <summary>Adds seconds with six digits after the point, or nine where six do not tell all.</summary>
    public ByteText Append(Instant time) => Append(time, time.Nanoseconds % 1000 == 0 ? 6 : 9);

    /// <summary>Adds seconds with so many digits after the point, at most nine.</summary>
    public ByteText Append(Instant time, int digits)
    {
        ulong nanoseconds = (ulong)time.Nanoseconds;
        if (time.Nanoseconds < 0)
        {
            Append('-');
            nanoseconds = 0 - nanoseconds;
        }

        Append((long)(nanoseconds / 1_000_000_000)).Append('.');
        AppendDigits((uint)(nanoseconds % 1_000_000_000), 9);
        Length -= 9 - digits;
        return this;
    }

    /// <summary>Adds bytes in double quotes, with escapes where Click writes them.</summary>
    public ByteText AppendQuoted(ReadOnlySpan<byte> bytes)
    {
        Append('"');
        foreach (byte at in bytes)
        {
            switch ((char)at)
            {
                case '\\' or '"' or '$':
                    Append('\\').Append((char)at);
                    break;
                case '\t':
                    Append("\\t");
                    break;
                case '\r':
                    Append("\\r");
                    break;
                case '\n':
                    Append("\\n");
                    break;
                case < ' ' or > '~':
                    Append('\\').Append((char)('0' + (at >> 6))).Append((char)('0' + ((at >> 3) & 7)))
                        .Append((char)('0' + (at & 7)));
                    break;
                default:
                    Append((char)at);
                    break;
            }
        }

        return Append('"');
    }

    /// <summary>Adds a number's lowest bytes, the highest of them first.</summary>
    public ByteText AppendBinary(ulong value, int lengthBytes)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(all, value);
        return Append(all[^lengthBytes..]);
    }

    /// <summary>Changes one byte.</summary>
    public void Set(int index, byte value) => _bytes[index] = value;

    /// <summary>The text, a character per byte.</summary>
    public override string ToString() => Encoding.Latin1.GetString(Bytes);

    private void AppendDigits(uint value, int count)
    {
        Span<byte> room = Extend(count);
        for (int index = count - 1; index >= 0; index--)
        {
            room[index] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
