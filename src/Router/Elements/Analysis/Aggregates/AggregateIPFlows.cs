using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Elements.Icmp;
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
/// count as what follows. What is no flow's packet leaves at output 1, if there is one. TRACEINFO is an XML
/// file with an entry per flow; SOURCE the element that packets come from, to name its file there.
/// </remarks>
/// <handler name="clear" access="w">Ends all flows, and lets fragments go.</handler>
public sealed class AggregateIPFlows : Element, IAggregateSource
{
    private const int IcmpErrorPaint = 2;
    private const int TcpFlagsEndAt = 14;
    private const byte FinFlag = 1;
    private const byte SynFlag = 2;
    private const byte ResetFlag = 4;
    private const ushort OffsetMask = 0x1fff;

    private readonly List<IAggregateListener> _listeners = [];
    private readonly FlowTable _tcp = new();
    private readonly FlowTable _udp = new();
    private Element? _source;
    private FlowTrace? _trace;
    private string _traceName = "";
    private Duration _tcpTimeout;
    private Duration _tcpDoneTimeout;
    private Duration _udpTimeout;
    private Duration _fragmentTimeout;
    private Duration _reap;
    private bool _icmp;
    private bool? _fragmentsGiven;
    private bool _fragments;
    private bool _warned;
    private uint _next = 1;
    private int _held;
    private Instant _time;
    private Instant? _nextReap;

    private enum Verdict
    {
        Pass,
        Reject,
        Held,
    }

    /// <inheritdoc/>
    public override string ClassName => "AggregateIPFlows";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _tcpTimeout = ReadTimeout(arguments, "TCP_TIMEOUT", 24 * 60 * 60);
        _tcpDoneTimeout = ReadTimeout(arguments, "TCP_DONE_TIMEOUT", 30);
        _udpTimeout = ReadTimeout(arguments, "UDP_TIMEOUT", 60);
        _fragmentTimeout = ReadTimeout(arguments, "FRAGMENT_TIMEOUT", 30);
        _reap = ReadTimeout(arguments, "REAP", 20 * 60);
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
        Verdict verdict = Examine(packet);
        ReapWhenDue();
        if (verdict == Verdict.Pass)
        {
            Output(0).Push(packet);
        }
        else if (verdict == Verdict.Reject)
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

        Verdict verdict = Examine(packet);
        ReapWhenDue();
        if (verdict == Verdict.Pass)
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

    private static Duration ReadTimeout(ArgumentReader arguments, string name, int seconds) =>
        arguments.Keyword(name, ArgumentTypes.Duration, Duration.FromSeconds(seconds));

    private static ushort FragmentField(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[6..]);

    private static bool IsFragment(ReadOnlySpan<byte> header) =>
        (FragmentField(header) & (Ipv4Header.MoreFragments | OffsetMask)) != 0;

    private static int HeaderLength(ReadOnlySpan<byte> header) => (header[0] & 15) * 4;

    private static uint Flip(uint ports) => (ports >> 16) | (ports << 16);

    // The header of the flow: the packet's own, or the one that an ICMP error quotes; empty for neither.
    private static ReadOnlySpan<byte> FlowHeader(Packet packet, bool quoted)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (!quoted)
        {
            return header;
        }

        header = header[Math.Min(header.Length, HeaderLength(header))..];
        bool isError = header.Length >= IcmpHeader.LengthBytes + Ipv4Header.LengthBytes
            && header[0] is IcmpNames.Unreachable or IcmpNames.TimeExceeded or IcmpNames.ParameterProblem
                or IcmpNames.SourceQuench or IcmpNames.Redirect;
        header = isError ? header[IcmpHeader.LengthBytes..] : default;
        int length = isError ? HeaderLength(header) : 0;
        return length >= Ipv4Header.LengthBytes && length <= header.Length ? header : default;
    }

    private bool IsQuoting(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        return _icmp && header.Length >= Ipv4Header.LengthBytes && (IpProtocol)header[9] == IpProtocol.Icmp
            && (FragmentField(header) & OffsetMask) == 0;
    }

    private Verdict Examine(Packet packet)
    {
        Stamp(packet);
        bool quoting = IsQuoting(packet);
        ReadOnlySpan<byte> header = FlowHeader(packet, quoting);
        if (header.Length < Ipv4Header.LengthBytes
            || (IpProtocol)header[9] is not (IpProtocol.Tcp or IpProtocol.Udp))
        {
            return Verdict.Reject;
        }

        uint source = IpAddress.Read(header[12..]).Value;
        uint destination = IpAddress.Read(header[16..]).Value;
        FlowTable table = (IpProtocol)header[9] == IpProtocol.Tcp ? _tcp : _udp;
        var pair = HostPair.Of(source, destination);
        if ((source | destination) == 0 || table.Find(pair) is not { } hosts)
        {
            return Verdict.Reject;
        }

        bool flipped = source != pair.Low;
        NumberedFlow? flow = null;
        packet.Annotations.Aggregate = 0;
        if ((FragmentField(header) & OffsetMask) == 0)
        {
            int ports = HeaderLength(header);
            if (header.Length < ports + sizeof(uint))
            {
                return Verdict.Reject;
            }

            flow = FindFlow(table, hosts, packet, header, ref flipped);
            packet.Annotations.Aggregate = flow.Aggregate;
            flipped ^= flow.IsReverse;
        }

        packet.Annotations.Paint = (byte)((flipped ? 1 : 0) + (quoting ? IcmpErrorPaint : 0));
        return Deliver(hosts, flow, packet, header);
    }

    private Verdict Deliver(FlowHosts hosts, NumberedFlow? flow, Packet packet, ReadOnlySpan<byte> header)
    {
        bool waits = (_fragments && IsFragment(header)) || hosts.FirstFragment is not null;
        if (waits && _held < AggregateBounds.MaximumFragments)
        {
            _held++;
            hosts.Hold(packet);
            _time = packet.Annotations.Timestamp;
            Release(hosts, _time);
            return Verdict.Held;
        }

        if (flow is null)
        {
            return Verdict.Reject;
        }

        _time = packet.Annotations.Timestamp;
        Account(flow, packet);
        return Verdict.Pass;
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
    private NumberedFlow FindFlow(
        FlowTable table, FlowHosts hosts, Packet packet, ReadOnlySpan<byte> header, ref bool flipped)
    {
        uint ports = BinaryPrimitives.ReadUInt32BigEndian(header[HeaderLength(header)..]);
        flipped ^= hosts.Pair.Low == hosts.Pair.High && ports > Flip(ports);
        ports = flipped ? Flip(ports) : ports;
        if (hosts.Find(ports) is { } flow)
        {
            if (IsOver(table, flow, packet))
            {
                End(hosts, flow);
                flow.Begin(TakeNumber(), flipped, packet.Annotations.Timestamp, _trace?.Position);
            }

            return flow;
        }

        flow = new NumberedFlow(ports);
        flow.Begin(TakeNumber(), flipped, packet.Annotations.Timestamp, _trace?.Position);
        hosts.Flows.AddFirst(flow);
        return flow;
    }

    private uint TakeNumber() => _next++;

    private bool IsOver(FlowTable table, NumberedFlow flow, Packet packet)
    {
        long age = packet.Annotations.Timestamp.Nanoseconds - flow.Last.Nanoseconds;
        return age > Timeout(table, flow).Nanoseconds
            || (flow.OverBits == NumberedFlow.BothOver && (TcpFlags(packet) & SynFlag) != 0);
    }

    private Duration Timeout(FlowTable table, NumberedFlow flow) => ReferenceEquals(table, _udp)
        ? _udpTimeout
        : flow.OverBits == NumberedFlow.BothOver ? _tcpDoneTimeout : _tcpTimeout;

    // 0 for other packets than TCP's, such as ICMP errors.
    private static byte TcpFlags(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        int transport = HeaderLength(header);
        bool present = (IpProtocol)header[9] == IpProtocol.Tcp && (FragmentField(header) & OffsetMask) == 0
            && header.Length >= transport + TcpFlagsEndAt;
        return present ? header[transport + TcpFlagsEndAt - 1] : (byte)0;
    }

    private void Account(NumberedFlow flow, Packet packet)
    {
        flow.Last = packet.Annotations.Timestamp;
        int paint = packet.Annotations.Paint;
        if (paint >= IcmpErrorPaint)
        {
            return;
        }

        flow.PacketCounts[paint]++;
        byte flags = TcpFlags(packet);
        if ((flags & ResetFlag) != 0)
        {
            flow.OverBits = NumberedFlow.BothOver;
        }
        else if ((flags & FinFlag) != 0)
        {
            flow.OverBits |= 1 << paint;
        }
        else if ((flags & SynFlag) != 0)
        {
            flow.OverBits = 0;
        }
    }

    // Lets go what waits no more: packets that came behind fragments, and fragments that are too old.
    private void Release(FlowHosts hosts, Instant? time)
    {
        while (hosts.FirstFragment is { } first)
        {
            bool old = time is not { } now
                || now.Nanoseconds - first.Annotations.Timestamp.Nanoseconds > _fragmentTimeout.Nanoseconds;
            if (!old && IsFragment(FlowHeader(first, IsQuoting(first))))
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

        Account(flow, packet);
        Output(0).Push(packet);
    }

    private ushort Identification(Packet packet) =>
        BinaryPrimitives.ReadUInt16BigEndian(FlowHeader(packet, IsQuoting(packet))[4..]);

    private void ReapWhenDue()
    {
        if (_nextReap is not { } due || _time >= due)
        {
            if (_nextReap is not null)
            {
                Reap(_time);
            }

            _nextReap = _time + _reap;
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
        LinkedListNode<NumberedFlow>? next;
        for (LinkedListNode<NumberedFlow>? at = hosts.Flows.First; at is not null; at = next)
        {
            next = at.Next;
            NumberedFlow flow = at.Value;
            if (time is not { } now
                || now.Nanoseconds - flow.Last.Nanoseconds > Timeout(table, flow).Nanoseconds)
            {
                hosts.Flows.Remove(at);
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
