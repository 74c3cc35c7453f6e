using Xia.Kernel.Time;
using Xia.Router.Elements.Printing;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>A field that is a point in time: in binary, seconds and micro- or nanoseconds.</summary>
internal sealed class TimestampField : SummaryField
{
    private const int BinaryBytes = 8;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly bool _first;
    private readonly bool _nanoseconds;

    /// <summary>A time stamp.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="first">Whether it is that of the flow's first packet.</param>
    /// <param name="nanoseconds">
    /// Whether the binary form counts nanoseconds; these then stand before the seconds, as Click writes them.
    /// </param>
    public TimestampField(string name, bool first, bool nanoseconds)
        : base(name)
    {
        _first = first;
        _nanoseconds = nanoseconds;
        NeedsHeaders = false;
        Order = SummaryOrder.Annotation;
    }

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        line.Append(Get(view.Packet));
        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record)
    {
        (uint seconds, uint fraction) = Split(Get(view.Packet));
        if (_nanoseconds)
        {
            record.AppendBinary(fraction, 4).AppendBinary(seconds, 4);
        }
        else
        {
            record.AppendBinary(seconds, 4).AppendBinary(fraction / 1000, 4);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        bool read = SummaryWords.TryReadTime(word, out Instant time);
        if (read)
        {
            Set(draft, time);
        }

        return read;
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => BinaryBytes;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft)
    {
        uint one = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        uint two = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        Set(draft, _nanoseconds
            ? new Instant((two * NanosecondsPerSecond) + one)
            : new Instant((one * NanosecondsPerSecond) + (two * 1000L)));
        return true;
    }

    /// <summary>Whole seconds, rounded down, and the nanoseconds above them.</summary>
    internal static (uint Seconds, uint Nanoseconds) Split(Instant time)
    {
        long seconds = Math.DivRem(time.Nanoseconds, NanosecondsPerSecond, out long rest);
        return rest < 0
            ? ((uint)(seconds - 1), (uint)(rest + NanosecondsPerSecond))
            : ((uint)seconds, (uint)rest);
    }

    private Instant Get(Packet packet) =>
        _first ? packet.Annotations.FirstTimestamp : packet.Annotations.Timestamp;

    private void Set(SummaryDraft draft, Instant time)
    {
        if (_first)
        {
            draft.Annotations.FirstTimestamp = time;
        }
        else
        {
            draft.Annotations.Timestamp = time;
        }
    }
}
