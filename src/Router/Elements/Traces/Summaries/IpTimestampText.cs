using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>
/// IP's time stamp option: <c>ts{1,!45}+2++3</c>, <c>ts.ip{1.0.0.1=1}+5</c>,
/// <c>ts.preip{1.0.0.1=1^1.0.0.2}</c>.
/// </summary>
/// <remarks>
/// An exclamation mark is the bit of non-standard times, <c>++3</c> the count of nodes that found no room.
/// </remarks>
internal static class IpTimestampText
{
    private const int HeaderBytes = 4;
    private const int TimesOnly = 0;
    private const int WithAddresses = 1;
    private const int Prescribed = 3;
    private const int HighestForm = 15;
    private const uint NonstandardBit = 0x8000_0000;
    private const int MaximumOverflow = 15;

    /// <summary>Writes one; it is well-formed.</summary>
    public static void Format(ReadOnlySpan<byte> option, ByteText text)
    {
        int form = option[3] & 15;
        int pointer = option[2] - 1;
        int size = EntryBytes(form);
        text.Append("ts");
        switch (form)
        {
            case TimesOnly:
                break;
            case WithAddresses:
                text.Append(".ip");
                break;
            case Prescribed:
                text.Append(".preip");
                break;
            default:
                text.Append('.').Append(form);
                break;
        }

        text.Append('{');
        int at = FormatEntries(option, text, form, pointer);
        if (at == option.Length && at == pointer)
        {
            text.Append('^');
        }

        text.Append('}');
        if (at == pointer && at + size <= option.Length)
        {
            text.Append('+').Append((option.Length - at) / size);
        }

        if (option[3] >> 4 != 0)
        {
            text.Append("++").Append(option[3] >> 4);
        }
    }

    /// <summary>Takes one off a text, behind its name; its type is written already.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> text, ByteText options)
    {
        int start = options.Length - 1;
        options.Extend(HeaderBytes - 1).Clear();
        if (!TryTakeForm(ref text, out int? form))
        {
            return false;
        }

        int pointer = 0;
        if (!TryTakeEntries(ref text, options, start, ref form, ref pointer))
        {
            return false;
        }

        text = text[1..];
        int known = form ?? TimesOnly;
        options.Set(start + 2, (byte)(pointer > 0 ? pointer : options.Length - start + 1));
        OptionRoom.Take(ref text, options, known is WithAddresses or Prescribed ? 8 : 4);
        ulong overflow = 0;
        if (text.Length > 2 && text.StartsWith("++"u8) && SummaryWords.IsDigit(text[2]))
        {
            text = text[2..];
            bool read = SummaryWords.TakeNumber(ref text, out ulong count) && count <= MaximumOverflow;
            overflow = read ? count : 0;
        }

        options.Set(start + 3, (byte)((overflow << 4) | (uint)known));
        options.Set(start + 1, (byte)(options.Length - start));
        return options.Length - start <= byte.MaxValue;
    }

    private static int EntryBytes(int form) => form is >= 1 and <= 3 ? 8 : 4;

    private static int FormatEntries(ReadOnlySpan<byte> option, ByteText text, int form, int pointer)
    {
        int at = HeaderBytes;
        for (; at + EntryBytes(form) <= option.Length && !(at == pointer && form != Prescribed); at += 4)
        {
            if (at == pointer)
            {
                text.Append('^');
            }
            else if (at > HeaderBytes)
            {
                text.Append(',');
            }

            bool open = form == Prescribed && at >= pointer;
            if (form != TimesOnly && at + 8 <= option.Length)
            {
                text.Append(IpAddress.Read(option[at..]));
                at += 4;
                if (open)
                {
                    continue;
                }

                text.Append('=');
            }

            uint time = BinaryPrimitives.ReadUInt32BigEndian(option[at..]);
            if ((time & NonstandardBit) != 0)
            {
                text.Append('!');
            }

            text.Append(time & ~NonstandardBit);
        }

        return at;
    }

    // Without a name the first entry tells: times alone, or addresses with times.
    private static bool TryTakeForm(ref ReadOnlySpan<byte> text, out int? form)
    {
        form = null;
        if (text[0] == '{')
        {
            text = text[1..];
            return true;
        }

        text = text[1..];
        if (text.StartsWith("ip{"u8))
        {
            form = WithAddresses;
            text = text[3..];
        }
        else if (text.StartsWith("preip{"u8))
        {
            form = Prescribed;
            text = text[6..];
        }
        else if (SummaryWords.TakeNumber(ref text, out ulong number) && number <= HighestForm
            && text.StartsWith("{"u8))
        {
            form = (int)number;
            text = text[1..];
        }

        return form is not null;
    }

    // Ends at the closing brace.
    private static bool TryTakeEntries(
        ref ReadOnlySpan<byte> text, ByteText options, int start, ref int? form, ref int pointer)
    {
        bool addresses = form is WithAddresses or Prescribed;
        bool guessed = form is null;
        while (true)
        {
            if (pointer == 0 && text.StartsWith("^"u8))
            {
                pointer = options.Length - start + 1;
                text = text[1..];
            }

            if (text.IsEmpty || (!SummaryWords.IsDigit(text[0]) && text[0] != '!'))
            {
                return text.StartsWith("}"u8);
            }

            if (form is null)
            {
                addresses = IsAddress(text);
                form = addresses ? WithAddresses : TimesOnly;
            }

            if (addresses && guessed && pointer > 0)
            {
                form = Prescribed;
            }

            if (!TryTakeEntry(ref text, options, addresses, pointer > 0))
            {
                return false;
            }

            text = text.StartsWith(","u8) ? text[1..] : text;
        }
    }

    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        int digits = 0;
        while (digits < text.Length && SummaryWords.IsDigit(text[digits]))
        {
            digits++;
        }

        return digits > 0 && digits < text.Length && text[digits] == '.';
    }

    private static bool TryTakeEntry(
        ref ReadOnlySpan<byte> text, ByteText options, bool addresses, bool behindPointer)
    {
        if (addresses)
        {
            if (!SummaryWords.TakeAddress(ref text, out IpAddress address))
            {
                return false;
            }

            options.AppendBinary(address.Value, IpAddress.LengthBytes);
            bool open = text.StartsWith("=?"u8);
            if (open || !text.StartsWith("="u8))
            {
                // Behind the pointer stand addresses whose nodes have not yet written their times.
                text = open ? text[2..] : text;
                options.AppendBinary(0, 4);
                return behindPointer;
            }

            text = text[1..];
        }

        bool nonstandard = text.StartsWith("!"u8);
        text = nonstandard ? text[1..] : text;
        bool read = SummaryWords.TakeNumber(ref text, out ulong time);
        options.AppendBinary((uint)time | (nonstandard ? NonstandardBit : 0), 4);
        return read;
    }
}
