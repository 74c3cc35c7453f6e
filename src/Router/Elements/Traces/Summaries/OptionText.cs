using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>What the texts and binary forms of IP and TCP options share.</summary>
internal static class OptionText
{
    /// <summary>The end of the list.</summary>
    public const byte End = 0;

    /// <summary>Padding.</summary>
    public const byte NoOperation = 1;

    /// <summary>The longest list of options that a header holds.</summary>
    public const int MaximumLengthBytes = 40;

    /// <summary>Writes options of some kinds: <c>.</c> for none, <c>?</c> when one is malformed.</summary>
    public static void Format<TForm>(ReadOnlySpan<byte> options, OptionKinds kinds, ByteText text)
        where TForm : IOptionForm
    {
        int start = text.Length;
        while (options.Length > 0 && options[0] != End)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            int length = options.Length > 1 ? options[1] : 0;
            if (length > options.Length || !TForm.IsWellFormed(options, length))
            {
                text.Cut(start);
                text.Append('?');
                return;
            }

            if ((kinds & TForm.KindOf(options[0])) != 0)
            {
                TForm.FormatOne(options[..length], text, start);
            }

            options = options[length..];
        }

        if (text.Length == start)
        {
            text.Append('.');
        }
    }

    /// <summary>Reads options of some kinds, separated by commas or semicolons.</summary>
    public static bool TryParse<TForm>(ReadOnlySpan<byte> text, OptionKinds kinds, ByteText options)
        where TForm : IOptionForm
    {
        options.Clear();
        while (TForm.TryTake(ref text, kinds, options))
        {
            if (text.IsEmpty)
            {
                return Fit(options);
            }

            if (text[0] is not ((byte)',' or (byte)';'))
            {
                return false;
            }

            text = text[1..];
        }

        return false;
    }

    /// <summary>Whether options follow each other here: a separator, or the first of them.</summary>
    public static void Separate(ByteText text, int start)
    {
        if (text.Length > start)
        {
            text.Append(';');
        }
    }

    /// <summary>Writes an option without a form of its own, as in <c>99=0:5:10</c>.</summary>
    public static void AppendOther(ReadOnlySpan<byte> option, ByteText text)
    {
        text.Append(option[0]);
        for (int index = 2; index < option.Length; index++)
        {
            text.Append(index == 2 ? '=' : ':').Append(option[index]);
        }
    }

    /// <summary>Takes such an option off a text.</summary>
    public static bool TakeOther(ref ReadOnlySpan<byte> text, ByteText options)
    {
        if (!SummaryWords.TakeNumber(ref text, out ulong type) || type > byte.MaxValue)
        {
            return false;
        }

        int start = options.Length;
        options.Append((char)type);
        if (text.Length < 2 || text[0] != '=' || !SummaryWords.IsDigit(text[1]))
        {
            return true;
        }

        options.Append('\0');
        do
        {
            text = text[1..];
            if (!SummaryWords.TakeNumber(ref text, out ulong value) || value > byte.MaxValue)
            {
                return false;
            }

            options.Append((char)value);
        }
        while (text.Length >= 2 && text[0] == ':' && SummaryWords.IsDigit(text[1]));

        options.Set(start + 1, (byte)(options.Length - start));
        return options.Length - start <= byte.MaxValue;
    }

    /// <summary>Takes padding, <c>nop</c> or <c>eol</c>, off a text.</summary>
    public static bool TakePadding(ref ReadOnlySpan<byte> text, ByteText options)
    {
        bool end = text.StartsWith("eol"u8);
        if (!end && !text.StartsWith("nop"u8))
        {
            return false;
        }

        options.Append((char)(end ? End : NoOperation));
        text = text[3..];
        return true;
    }

    /// <summary>Drops padding before the first option while the list is too long.</summary>
    /// <returns>Whether the list fits.</returns>
    public static bool Fit(ByteText options)
    {
        int spare = 0;
        while (options.Length - spare > MaximumLengthBytes && options.Bytes[spare] == NoOperation)
        {
            spare++;
        }

        if (spare > 0)
        {
            Span<byte> kept = stackalloc byte[options.Length - spare];
            options.Bytes[spare..].CopyTo(kept);
            options.Clear();
            options.Append(kept);
        }

        return options.Length <= MaximumLengthBytes;
    }

    /// <summary>Writes the binary form: a length and the options of some kinds.</summary>
    public static void WriteBinary<TForm>(ReadOnlySpan<byte> options, OptionKinds kinds, ByteText record)
        where TForm : IOptionForm
    {
        if (kinds == OptionKinds.All)
        {
            record.Append((char)options.Length).Append(options);
            return;
        }

        int start = record.Length;
        record.Append('\0');
        while (options.Length > 0)
        {
            int length = options[0] is End or NoOperation ? 1 : options.Length < 2 ? 0 : options[1];
            if (length == 0 || length > options.Length || (length == 1 && options[0] > NoOperation))
            {
                break;
            }

            if ((kinds & TForm.KindOf(options[0])) != 0)
            {
                record.Append(options[..length]);
            }

            options = options[0] == End ? default : options[length..];
        }

        record.Set(start, (byte)(record.Length - start - 1));
    }
}
