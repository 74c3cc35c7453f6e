using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>
/// IP options as texts: <c>rr{10.0.0.1,20.0.0.2}+5;ssrr{1.0.0.1^1.0.0.3};ts{1,10000,!45}+2++3;99=0:5</c>.
/// </summary>
/// <remarks>A caret is the option's pointer, <c>+5</c> room for five more entries.</remarks>
internal readonly struct IpOptionText : IOptionForm
{
    private const byte RecordRoute = 7;
    private const byte LooseRoute = 131;
    private const byte StrictRoute = 137;
    private const byte Timestamps = 68;
    private const int RouteHeaderBytes = 3;

    /// <inheritdoc/>
    public static OptionKinds KindOf(byte option) => option switch
    {
        OptionText.End or OptionText.NoOperation => OptionKinds.Padding,
        RecordRoute or LooseRoute or StrictRoute => OptionKinds.Route,
        Timestamps => OptionKinds.Timestamp,
        _ => OptionKinds.Other,
    };

    /// <inheritdoc/>
    public static bool IsWellFormed(ReadOnlySpan<byte> option, int lengthBytes) => option[0] switch
    {
        RecordRoute or LooseRoute or StrictRoute => lengthBytes >= 3 && option[2] >= 4,
        Timestamps => lengthBytes >= 4 && option[2] >= 5,
        _ => lengthBytes >= 2,
    };

    /// <inheritdoc/>
    public static void FormatOne(ReadOnlySpan<byte> option, ByteText text, int start)
    {
        OptionText.Separate(text, start);
        switch (option[0])
        {
            case RecordRoute:
                FormatRoute(option, text.Append("rr"));
                break;
            case LooseRoute:
                FormatRoute(option, text.Append("lsrr"));
                break;
            case StrictRoute:
                FormatRoute(option, text.Append("ssrr"));
                break;
            case Timestamps:
                IpTimestampText.Format(option, text);
                break;
            default:
                OptionText.AppendOther(option, text);
                break;
        }
    }

    private static void FormatRoute(ReadOnlySpan<byte> option, ByteText text)
    {
        bool records = option[0] == RecordRoute;
        int pointer = option[2] - 1;
        int at = RouteHeaderBytes;
        text.Append('{');
        for (; at + IpAddress.LengthBytes <= option.Length && !(records && at == pointer); at += 4)
        {
            if (at == pointer)
            {
                text.Append('^');
            }
            else if (at > RouteHeaderBytes)
            {
                text.Append(',');
            }

            text.Append(IpAddress.Read(option[at..]));
        }

        if (!records && at == option.Length && at == pointer)
        {
            text.Append('^');
        }

        text.Append('}');
        if (records && at == pointer && at + IpAddress.LengthBytes <= option.Length)
        {
            text.Append('+').Append((option.Length - at) / IpAddress.LengthBytes);
        }
    }

    /// <inheritdoc/>
    public static bool TryTake(ref ReadOnlySpan<byte> text, OptionKinds kinds, ByteText options)
    {
        if (text.StartsWith("rr{"u8))
        {
            text = text[3..];
            return TryTakeRoute(RecordRoute, ref text, options);
        }

        if (text.StartsWith("ssrr{"u8))
        {
            text = text[5..];
            return TryTakeRoute(StrictRoute, ref text, options);
        }

        if (text.StartsWith("lsrr{"u8))
        {
            text = text[5..];
            return TryTakeRoute(LooseRoute, ref text, options);
        }

        if (text.StartsWith("ts{"u8) || text.StartsWith("ts."u8))
        {
            text = text[2..];
            options.Append((char)Timestamps);
            return IpTimestampText.TryTake(ref text, options);
        }

        return text.Length > 0 && SummaryWords.IsDigit(text[0])
            ? OptionText.TakeOther(ref text, options)
            : OptionText.TakePadding(ref text, options);
    }

    private static bool TryTakeRoute(byte type, ref ReadOnlySpan<byte> text, ByteText options)
    {
        int start = options.Length;
        int pointer = 0;
        options.Append((char)type).Append('\0').Append('\0');
        while (true)
        {
            if (pointer == 0 && text.Length > 0 && text[0] == '^')
            {
                pointer = options.Length - start + 1;
                text = text[1..];
            }

            if (text.IsEmpty || !SummaryWords.IsDigit(text[0]))
            {
                break;
            }

            if (!SummaryWords.TakeAddress(ref text, out IpAddress address))
            {
                return false;
            }

            options.AppendBinary(address.Value, IpAddress.LengthBytes);
            text = text.StartsWith(","u8) ? text[1..] : text;
        }

        if (!text.StartsWith("}"u8))
        {
            return false;
        }

        text = text[1..];
        options.Set(start + 2, (byte)(pointer > 0 ? pointer : options.Length - start + 1));
        OptionRoom.Take(ref text, options, IpAddress.LengthBytes);
        options.Set(start + 1, (byte)(options.Length - start));
        return options.Length - start <= byte.MaxValue;
    }
}
