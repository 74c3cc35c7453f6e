using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>How long connections of TCP are kept.</summary>
/// <remarks>
/// <code>
/// first packet → no data → (data went both ways) → kept → (both finished, or a reset) → done
///                                                   ↑                                    │
///                                                   └──────────────── SYN ───────────────┘
/// </code>
/// A finished connection without data in both directions is done too, and a SYN leads it back to no data.
/// </remarks>
/// <param name="KeptMilliseconds">After a packet of a connection with data in both directions.</param>
/// <param name="DoneMilliseconds">After a packet of one that both ends finished, or one of them
/// reset.</param>
/// <param name="NoDataMilliseconds">After a packet of any other.</param>
/// <param name="GuaranteedMilliseconds">No other flow takes its place before.</param>
internal readonly record struct TcpTimeouts(
    long KeptMilliseconds, long DoneMilliseconds, long NoDataMilliseconds, long GuaranteedMilliseconds)
{
    /// <summary>Default of <see cref="KeptMilliseconds"/>, in seconds.</summary>
    public const int DefaultKeptSeconds = 24 * 60 * 60;

    /// <summary>Default of <see cref="DoneMilliseconds"/>, in seconds.</summary>
    public const int DefaultDoneSeconds = 4 * 60;

    private const int DataOffsetOffset = 12;
    private const int FlagsOffset = 13;

    /// <summary>Notes what a packet of a connection shows.</summary>
    public static void Note(ReadOnlySpan<byte> packet, int transportOffset, in FlowEntry entry)
    {
        Flow flow = entry.Flow;
        FlowMarks marks = flow.Marks;
        int headerBytes = (packet[transportOffset + DataOffsetOffset] >> 4) * 4;
        if (Ipv4Header.ReadTotalLength(packet) > transportOffset + headerBytes)
        {
            marks |= entry.IsReply ? FlowMarks.ReplyData : FlowMarks.ForwardData;
        }

        var flags = (TcpFlags)packet[transportOffset + FlagsOffset];
        if ((flags & TcpFlags.Reset) != 0)
        {
            marks |= FlowMarks.BothDone;
        }
        else if ((flags & TcpFlags.Fin) != 0)
        {
            marks |= entry.IsReply ? FlowMarks.ReplyDone : FlowMarks.ForwardDone;
        }
        else if ((flags & TcpFlags.Syn) != 0)
        {
            marks &= ~FlowMarks.BothDone;
        }

        flow.Marks = marks;
    }

    /// <summary>The times of a connection.</summary>
    public FlowTimeouts Of(Flow flow)
    {
        FlowMarks marks = flow.Marks;
        long kept = (marks & FlowMarks.BothDone) == FlowMarks.BothDone ? DoneMilliseconds
            : (marks & FlowMarks.BothData) == FlowMarks.BothData ? KeptMilliseconds : NoDataMilliseconds;
        return new FlowTimeouts(kept, GuaranteedMilliseconds);
    }
}
