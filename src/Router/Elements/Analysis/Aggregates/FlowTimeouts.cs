using Xia.Kernel.Time;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>How long flows may be silent, and fragments wait, in the time of packets.</summary>
internal sealed class FlowTimeouts
{
    private Duration _tcp;
    private Duration _tcpDone;
    private Duration _udp;

    /// <summary>How long fragments wait.</summary>
    public Duration Fragment { get; private set; }

    /// <summary>How often ended flows are looked for.</summary>
    public Duration Reap { get; private set; }

    /// <summary>Reads the keywords that set them.</summary>
    public void Read(ArgumentReader arguments)
    {
        _tcp = Read(arguments, "TCP_TIMEOUT", 24 * 60 * 60);
        _tcpDone = Read(arguments, "TCP_DONE_TIMEOUT", 30);
        _udp = Read(arguments, "UDP_TIMEOUT", 60);
        Fragment = Read(arguments, "FRAGMENT_TIMEOUT", 30);
        Reap = Read(arguments, "REAP", 20 * 60);
    }

    /// <summary>Whether a flow was silent for too long.</summary>
    public bool HasPassed(NumberedFlow flow, bool isTcp, Instant now)
    {
        Duration timeout = !isTcp ? _udp : flow.OverBits == NumberedFlow.BothOver ? _tcpDone : _tcp;
        return now.Nanoseconds - flow.Last.Nanoseconds > timeout.Nanoseconds;
    }

    /// <summary>Whether a packet with a flow's addresses and ports begins another one.</summary>
    public bool IsOver(NumberedFlow flow, bool isTcp, Packet packet) =>
        HasPassed(flow, isTcp, packet.Annotations.Timestamp)
        || (flow.OverBits == NumberedFlow.BothOver
            && (FlowHeader.TcpFlags(packet) & FlowHeader.SynFlag) != 0);

    private static Duration Read(ArgumentReader arguments, string name, int seconds) =>
        arguments.Keyword(name, ArgumentTypes.Duration, Duration.FromSeconds(seconds));
}
