using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Numbers TCP and UDP flows: the same number for both directions and for fragments.</summary>
/// <syntax>
/// AggregateIPFlows([keywords TRACEINFO, SOURCE, TCP_TIMEOUT 86400, TCP_DONE_TIMEOUT 30, UDP_TIMEOUT 60,
/// FRAGMENT_TIMEOUT 30, REAP 1200, ICMP false, FRAGMENTS])
/// </syntax>
/// <remarks>
/// Sets the aggregate annotation to the flow's number, from 1 on, and paint to 0 in the direction of its
/// first packet, to 1 in the other; with ICMP, ICMP errors get the number of the flow that they speak of,
/// and paint 2 more than the packet that they quote. A flow that is silent for its timeout (in seconds of
/// packets' time; TCP_DONE_TIMEOUT once both directions saw FIN, or a RST) ends, and so does one that is
/// over and sees a SYN; then its addresses and ports get a new number. REAP is how often ended flows are
/// looked for. With FRAGMENTS (default when pushed) fragments wait, and packets between the same hosts
/// behind them, for the fragment with the ports, at most FRAGMENT_TIMEOUT; without, fragments but the first
/// count as what follows. What is no flow's packet leaves at output 1, if there is one. Two hosts have 65,536
/// flows at most: with a further one that ends which was silent for longest. TRACEINFO is an XML
/// file with an entry per flow; SOURCE the element that packets come from, to name its file there.
/// </remarks>
/// <handler name="clear" access="w">Ends all flows, and lets fragments go.</handler>
public sealed class AggregateIPFlows : Element, IAggregateSource
{
    private readonly List<IAggregateListener> _listeners = [];
    private readonly FlowTable _tcp = new(isTcp: true);
    private readonly FlowTable _udp = new(isTcp: false);
    private readonly FlowTimeouts _timeouts = new();
    private Element? _source;
    private FlowTrace? _trace;
    private string _traceName = "";
    private bool _icmp;
    private bool? _fragmentsGiven;
    private bool _fragments;
    private bool _warned;
    private uint _next = 1;
    private int _held;
    private int _flowCount;
    private Instant _time;
    private Instant? _nextReap;

    /// <inheritdoc/>
    public override string ClassName => "AggregateIPFlows";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _timeouts.Read(arguments);
        _icmp = arguments.Keyword("ICMP", ArgumentTypes.Bool, false);
        _traceName = arguments.Keyword("TRACEINFO", ArgumentTypes.FileName, "");
        _source = arguments.Keyword<Element?>("SOURCE", ArgumentTypes.Element(this)!);
        _fragmentsGiven = arguments.HasKeyword("FRAGMENTS")
            ? arguments.Keyword("FRAGMENTS", ArgumentTypes.Bool, false)
            : null;
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        bool pulled = Input(0).IsPull;
        if (_fragmentsGiven == true && pulled)
        {
            return "'FRAGMENTS true' is incompatible with pull; run this element in a push context";
        }

        _fragments = _fragmentsGiven ?? !pulled;
        try
        {
            _trace = _traceName.Length == 0
                ? null
                : new FlowTrace(TraceOutput.Open(Environment.Files, _traceName), _source, Router);
            return null;
        }
        catch (IOException error)
        {
            return $"{_traceName}: {error.Message}";
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Button("clear", () => Reap(null));

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        FlowVerdict verdict = Examine(packet);
        ReapWhenDue();
        if (verdict == FlowVerdict.Pass)
        {
            Output(0).Push(packet);
        }
        else if (verdict == FlowVerdict.Reject)
        {
            PushOrKill(1, packet);
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (Input(0).Pull() is not { } packet)
        {
            return null;
        }

        FlowVerdict verdict = Examine(packet);
        ReapWhenDue();
        if (verdict == FlowVerdict.Pass)
        {
            return packet;
        }

        PushOrKill(1, packet);
        return null;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (FlowTable table in (FlowTable[])[_tcp, _udp])
        {
            foreach (FlowHosts hosts in table.All)
            {
                hosts.Kill();
                foreach (NumberedFlow flow in hosts.Flows)
                {
                    _trace?.Write(hosts.Pair, flow);
                }
            }

            table.Clear();
        }

        _trace?.Dispose();
        _trace = null;
    }

    void IAggregateSource.AddListener(IAggregateListener listener) => _listeners.Add(listener);

    private bool IsQuoting(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        return _icmp && header.Length >= Ipv4Header.LengthBytes && (IpProtocol)header[9] == IpProtocol.Icmp
            && FlowHeader.IsFirst(header);
    }

    private FlowVerdict Examine(Packet packet)
    {
        Stamp(packet);
        bool quoting = IsQuoting(packet);
        ReadOnlySpan<byte> header = FlowHeader.Of(packet, quoting);
        if (header.Length < Ipv4Header.LengthBytes
            || (IpProtocol)header[9] is not (IpProtocol.Tcp or IpProtocol.Udp))
        {
            return FlowVerdict.Reject;
        }

        uint source = IpAddress.Read(header[12..]).Value;
        uint destination = IpAddress.Read(header[16..]).Value;
        FlowTable table = (IpProtocol)header[9] == IpProtocol.Tcp ? _tcp : _udp;
        var pair = HostPair.Of(source, destination);
        if ((source | destination) == 0 || table.Find(pair) is not { } hosts)
        {
            return FlowVerdict.Reject;
        }

        bool flipped = source != pair.Low;
        NumberedFlow? flow = null;
        packet.Annotations.Aggregate = 0;
        if (FlowHeader.IsFirst(header))
        {
            if (header.Length < FlowHeader.Length(header) + sizeof(uint))
            {
                return FlowVerdict.Reject;
            }

            flow = FindFlow(table, hosts, packet, header, ref flipped);
            if (flow is null)
            {
                return FlowVerdict.Reject;
            }

            packet.Annotations.Aggregate = flow.Aggregate;
            flipped ^= flow.IsReverse;
        }

        packet.Annotations.Paint = (byte)((flipped ? 1 : 0) + (quoting ? NumberedFlow.IcmpErrorPaint : 0));
        return Deliver(hosts, flow, packet, header);
    }

    private FlowVerdict Deliver(FlowHosts hosts, NumberedFlow? flow, Packet packet, ReadOnlySpan<byte> header)
    {
        bool waits = (_fragments && FlowHeader.IsFragment(header)) || hosts.FirstFragment is not null;
        if (waits && _held < AggregateBounds.MaximumFragments)
        {
            _held++;
            hosts.Hold(packet);
            _time = packet.Annotations.Timestamp;
            Release(hosts, _time);
            return FlowVerdict.Held;
        }

        if (flow is null)
        {
            return FlowVerdict.Reject;
        }

        _time = packet.Annotations.Timestamp;
        flow.Account(packet);
        return FlowVerdict.Pass;
    }

    private void Stamp(Packet packet)
    {
        if (packet.Annotations.Timestamp == Instant.Zero)
        {
            if (!_warned)
            {
                _warned = true;
                Environment.Console?.WriteMessage($"{this}: warning: packet received without timestamp");
            }

            packet.Annotations.Timestamp = Now;
        }
    }

    // Between ports of one host, the order of the ports tells the directions apart.
    private NumberedFlow? FindFlow(
        FlowTable table, FlowHosts hosts, Packet packet, ReadOnlySpan<byte> header, ref bool flipped)
    {
        uint ports = FlowHeader.Ports(header);
        flipped ^= hosts.Pair.Low == hosts.Pair.High && ports > FlowHeader.Flip(ports);
        ports = flipped ? FlowHeader.Flip(ports) : ports;
        if (hosts.Find(ports) is { } flow)
        {
            if (!_timeouts.IsOver(flow, table.IsTcp, packet))
            {
                return flow;
            }

            End(hosts, flow);
        }
        else if (HasRoom(hosts))
        {
            flow = new NumberedFlow(ports);
            hosts.Add(flow);
            _flowCount++;
        }
        else
        {
            return null;
        }

        flow.Begin(_next++, flipped, packet.Annotations.Timestamp, _trace?.Position);
        return flow;
    }

    // The flow between the same hosts that was silent for longest makes room.
    private bool HasRoom(FlowHosts hosts)
    {
        bool isFull = hosts.Count >= AggregateBounds.MaximumFlowsPerPair
            || _flowCount >= AggregateBounds.MaximumCount;
        if (isFull && hosts.TakeOldest() is { } oldest)
        {
            _flowCount--;
            End(hosts, oldest);
            isFull = false;
        }

        return !isFull;
    }

    // Lets go what waits no more: packets that came behind fragments, and fragments that are too old.
    private void Release(FlowHosts hosts, Instant? time)
    {
        while (hosts.FirstFragment is { } first)
        {
            bool old = time is not { } now
                || now.Nanoseconds - first.Annotations.Timestamp.Nanoseconds > _timeouts.Fragment.Nanoseconds;
            if (!old && FlowHeader.IsFragment(FlowHeader.Of(first, IsQuoting(first))))
            {
                return;
            }

            _held--;
            ReleaseFirst(hosts, hosts.TakeFragment());
        }
    }

    private void ReleaseFirst(FlowHosts hosts, Packet packet)
    {
        ushort identification = Identification(packet);
        for (Packet? at = hosts.FirstFragment; at is not null; at = at.Next)
        {
            if (Identification(at) != identification)
            {
                continue;
            }

            if (packet.Annotations.Aggregate != 0)
            {
                at.Annotations.Aggregate = packet.Annotations.Aggregate;
                at.Annotations.Paint = packet.Annotations.Paint;
            }
            else if (at.Annotations.Aggregate != 0)
            {
                packet.Annotations.Aggregate = at.Annotations.Aggregate;
                packet.Annotations.Paint = at.Annotations.Paint;
                break;
            }
        }

        NumberedFlow? flow = packet.Annotations.Aggregate == 0
            ? null
            : hosts.FindNumber(packet.Annotations.Aggregate);
        if (flow is null)
        {
            PushOrKill(1, packet);
            return;
        }

        flow.Account(packet);
        Output(0).Push(packet);
    }

    private ushort Identification(Packet packet) =>
        FlowHeader.Identification(FlowHeader.Of(packet, IsQuoting(packet)));

    private void ReapWhenDue()
    {
        if (_nextReap is not { } due || _time >= due)
        {
            if (_nextReap is not null)
            {
                Reap(_time);
            }

            _nextReap = _time + _timeouts.Reap;
        }
    }

    // Null lets all fragments go and ends all flows.
    private void Reap(Instant? time)
    {
        foreach (FlowTable table in (FlowTable[])[_tcp, _udp])
        {
            foreach (FlowHosts hosts in table.All)
            {
                Release(hosts, time);
                if (hosts.FirstFragment is null)
                {
                    EndFlows(table, hosts, time);
                }
            }

            table.Prune();
        }
    }

    private void EndFlows(FlowTable table, FlowHosts hosts, Instant? time)
    {
        foreach (NumberedFlow flow in hosts.Flows)
        {
            if (time is not { } now
                || _timeouts.HasPassed(flow, table.IsTcp, now))
            {
                hosts.Remove(flow);
                _flowCount--;
                End(hosts, flow);
            }
        }
    }

    private void End(FlowHosts hosts, NumberedFlow flow)
    {
        _trace?.Write(hosts.Pair, flow);
        foreach (IAggregateListener listener in _listeners)
        {
            listener.OnAggregateEnded(flow.Aggregate);
        }
    }
}
