using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>How long flows of UDP are kept.</summary>
/// <param name="KeptMilliseconds">After a packet of a flow of few packets, or of one direction.</param>
/// <param name="StreamingMilliseconds">After a packet of any other flow.</param>
/// <param name="GuaranteedMilliseconds">No other flow takes its place before.</param>
internal readonly record struct UdpTimeouts(
    long KeptMilliseconds, long StreamingMilliseconds, long GuaranteedMilliseconds)
{
    private const int StreamingPacketCount = 3;

    /// <summary>Notes a packet of a flow.</summary>
    public static void Note(in FlowEntry entry)
    {
        Flow flow = entry.Flow;
        if (flow.PacketCount < StreamingPacketCount)
        {
            flow.PacketCount++;
        }

        flow.Marks |= entry.IsReply ? FlowMarks.ReplyData : FlowMarks.ForwardData;
    }

    /// <summary>The times of a flow.</summary>
    public FlowTimeouts Of(Flow flow) => new(
        flow.Marks == FlowMarks.BothData && flow.PacketCount >= StreamingPacketCount
            ? StreamingMilliseconds
            : KeptMilliseconds,
        GuaranteedMilliseconds);
}
