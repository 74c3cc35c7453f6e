using System.Buffers.Binary;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>TCP options as texts: <c>mss1400;wscale10;sackok;sack95-98;ts1:2;99=0:5</c>.</summary>
internal readonly struct TcpOptionText : IOptionForm
{
    private const byte SegmentSize = 2;
    private const byte WindowScale = 3;
    private const byte AcknowledgementsPermitted = 4;
    private const byte Acknowledgements = 5;
    private const byte Timestamp = 8;
    private const int SegmentSizeBytes = 4;
    private const int WindowScaleBytes = 3;
    private const int PermittedBytes = 2;
    private const int TimestampBytes = 10;
    private const int BlockBytes = 8;

    /// <inheritdoc/>
    public static OptionKinds KindOf(byte option) => option switch
    {
        OptionText.End or OptionText.NoOperation => OptionKinds.Padding,
        SegmentSize => OptionKinds.SegmentSize,
        WindowScale => OptionKinds.WindowScale,
        AcknowledgementsPermitted or Acknowledgements => OptionKinds.Acknowledgements,
        Timestamp => OptionKinds.Timestamp,
        _ => OptionKinds.Other,
    };

    /// <inheritdoc/>
    public static bool IsWellFormed(ReadOnlySpan<byte> option, int lengthBytes) => option[0] switch
    {
        SegmentSize => lengthBytes == SegmentSizeBytes,
        WindowScale => lengthBytes == WindowScaleBytes,
        AcknowledgementsPermitted => lengthBytes == PermittedBytes,
        Acknowledgements => lengthBytes % BlockBytes == 2,
        Timestamp => lengthBytes == TimestampBytes,
        _ => lengthBytes >= 2,
    };

    /// <inheritdoc/>
    public static void FormatOne(ReadOnlySpan<byte> option, ByteText text, int start)
    {
        if (option[0] == Acknowledgements)
        {
            for (int at = 2; at < option.Length; at += BlockBytes)
            {
                OptionText.Separate(text, start);
                text.Append("sack").Append(Number(option[at..]))
                    .Append('-').Append(Number(option[(at + 4)..]));
            }

            return;
        }

        OptionText.Separate(text, start);
        switch (option[0])
        {
            case SegmentSize:
                text.Append("mss").Append(BinaryPrimitives.ReadUInt16BigEndian(option[2..]));
                break;
            case WindowScale:
                text.Append("wscale").Append(option[2]);
                break;
            case AcknowledgementsPermitted:
                text.Append("sackok");
                break;
            case Timestamp:
                text.Append("ts").Append(Number(option[2..])).Append(':').Append(Number(option[6..]));
                break;
            default:
                OptionText.AppendOther(option, text);
                break;
        }
    }

    /// <inheritdoc/>
    public static bool TryTake(ref ReadOnlySpan<byte> text, OptionKinds kinds, ByteText options)
    {
        if (kinds.HasFlag(OptionKinds.SegmentSize) && text.StartsWith("mss"u8))
        {
            text = text[3..];
            bool read = SummaryWords.TakeNumber(ref text, out ulong size) && size <= ushort.MaxValue;
            options.Append((char)SegmentSize).Append((char)SegmentSizeBytes).AppendBinary(size, 2);
            return read;
        }

        if (kinds.HasFlag(OptionKinds.WindowScale) && text.StartsWith("wscale"u8))
        {
            text = text[6..];
            bool read = SummaryWords.TakeNumber(ref text, out ulong scale) && scale <= byte.MaxValue;
            options.Append((char)WindowScale).Append((char)WindowScaleBytes).AppendBinary(scale, 1);
            return read;
        }

        if (kinds.HasFlag(OptionKinds.Acknowledgements) && text.StartsWith("sackok"u8))
        {
            text = text[6..];
            options.Append((char)AcknowledgementsPermitted).Append((char)PermittedBytes);
            return true;
        }

        if (kinds.HasFlag(OptionKinds.Acknowledgements) && text.StartsWith("sack"u8))
        {
            return TryTakeBlocks(ref text, options);
        }

        if (kinds.HasFlag(OptionKinds.Timestamp) && text.StartsWith("ts"u8))
        {
            return TryTakeTimestamp(ref text, options);
        }

        if (kinds.HasFlag(OptionKinds.Other) && text.Length > 0 && SummaryWords.IsDigit(text[0]))
        {
            return OptionText.TakeOther(ref text, options);
        }

        return kinds.HasFlag(OptionKinds.Padding) && OptionText.TakePadding(ref text, options);
    }

    // Blocks that follow each other with commas become one option.
    private static bool TryTakeBlocks(ref ReadOnlySpan<byte> text, ByteText options)
    {
        int start = options.Length;
        options.Append((char)Acknowledgements).Append('\0');
        do
        {
            text = text[(text[0] == ',' ? 5 : 4)..];
            if (!TryTakePair(ref text, options, "-:"u8))
            {
                return false;
            }
        }
        while (text.StartsWith(",sack"u8) && !text.StartsWith(",sackok"u8));

        options.Set(start + 1, (byte)(options.Length - start));
        return options.Length - start <= byte.MaxValue;
    }

    // A first time stamp stands on a boundary of four bytes, as hosts write it.
    private static bool TryTakeTimestamp(ref ReadOnlySpan<byte> text, ByteText options)
    {
        text = text[2..];
        if (options.Length == 0)
        {
            options.Append((char)OptionText.NoOperation).Append((char)OptionText.NoOperation);
        }

        options.Append((char)Timestamp).Append((char)TimestampBytes);
        return TryTakePair(ref text, options, ":"u8);
    }

    private static bool TryTakePair(
        ref ReadOnlySpan<byte> text, ByteText options, ReadOnlySpan<byte> separators)
    {
        if (!SummaryWords.TakeNumber(ref text, out ulong first)
            || text.IsEmpty || !separators.Contains(text[0]))
        {
            return false;
        }

        text = text[1..];
        bool read = SummaryWords.TakeNumber(ref text, out ulong second);
        options.AppendBinary(first, 4).AppendBinary(second, 4);
        return read;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
