using Xia.Kernel.Time;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The fields that come from annotations.</summary>
internal static class AnnotationFields
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        new TimestampField("timestamp", first: false, nanoseconds: false),
        new TimestampField("ntimestamp", first: false, nanoseconds: true),
        new TimestampField("first_timestamp", first: true, nanoseconds: false),
        new TimestampField("first_ntimestamp", first: true, nanoseconds: true),
        Number("ts_sec", 4, Seconds, (draft, value) =>
            draft.Annotations.Timestamp = At((long)value, TimestampField.Split(Time(draft)).Nanoseconds)),
        Number(
            "ts_usec",
            4,
            view => TimestampField.Split(view.Packet.Annotations.Timestamp).Nanoseconds / 1000,
            (draft, value) =>
                draft.Annotations.Timestamp =
                    At(TimestampField.Split(Time(draft)).Seconds, (long)value * 1000)),
        Number(
            "ts_usec1",
            8,
            view => (long)((ulong)view.Packet.Annotations.Timestamp.Nanoseconds / 1000),
            (draft, value) => draft.Annotations.Timestamp =
                new Instant((long)Math.Min(value, long.MaxValue / 1000) * 1000)),
        Number(
            "count",
            4,
            view => view.Packet.Annotations.ExtraPackets + 1L,
            (draft, value) => draft.Annotations.ExtraPackets = value > 0 ? (uint)value - 1 : 0),
        Paint("link", null),
        Paint("paint", null),
        Paint("direction", FormatDirection),
        Number(
            "aggregate",
            4,
            view => view.Packet.Annotations.Aggregate,
            (draft, value) => draft.Annotations.Aggregate = (uint)value),
        Number(
            "wire_len",
            4,
            view => view.Packet.LengthBytes,
            (draft, value) => draft.WantedLengthBytes = (uint)value),
    ];

    private static NumberField Number(
        string name, int lengthBytes, Func<SummaryView, long> get, Action<SummaryDraft, ulong> set) =>
        new(name, lengthBytes)
        {
            NeedsHeaders = false,
            Order = SummaryOrder.Annotation,
            Get = get,
            Set = set,
        };

    private static NumberField Paint(string name, Action<SummaryView, long, ByteText>? format) => new(name, 1)
    {
        NeedsHeaders = false,
        Order = SummaryOrder.Annotation,
        Get = view => view.Packet.Annotations.Paint,
        Format = format,
        Parse = ParsePaint,
        Set = (draft, value) => draft.Annotations.Paint = (byte)value,
    };

    private static void FormatDirection(SummaryView view, long paint, ByteText line)
    {
        if (paint > 1)
        {
            line.Append(paint);
        }
        else
        {
            line.Append(paint == 0 ? '>' : '<');
        }
    }

    private static bool ParsePaint(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value)
    {
        value = 0;
        switch (word)
        {
            case [(byte)'>' or (byte)'L']:
                return true;
            case [(byte)'<' or (byte)'R' or (byte)'X']:
                value = 1;
                return true;
            default:
                return SummaryWords.TryReadNumber(word, out value);
        }
    }

    private static long Seconds(SummaryView view) =>
        TimestampField.Split(view.Packet.Annotations.Timestamp).Seconds;

    private static Instant Time(SummaryDraft draft) => draft.Annotations.Timestamp;

    private static Instant At(long seconds, long nanoseconds) =>
        new((seconds * NanosecondsPerSecond) + nanoseconds);
}
