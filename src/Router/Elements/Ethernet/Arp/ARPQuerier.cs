using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>Puts Ethernet headers before IPv4 packets and finds the addresses by ARP (RFC 826).</summary>
/// <syntax>
/// ARPQuerier(IP[, ETH, keywords TABLE, CAPACITY 2048, ENTRY_CAPACITY 0, ENTRY_PACKET_CAPACITY 0,
/// CAPACITY_SLIM_FACTOR 2, TIMEOUT 5m, POLL_TIMEOUT 1m, BROADCAST, BROADCAST_POLL false, TRIES 0, RETRY 1s])
/// </syntax>
/// <remarks>
/// IP and ETH are the own addresses; one name may stand for both. Input 0: packets whose destination
/// annotation is the next hop; input 1: ARP frames. Output 0: frames; output 1, when in use: queries (else
/// they leave at output 0); output 2: packets whose next hop does not answer (else they are dropped).
/// <para>
/// TABLE names an ARPTable to share; without it the next five are those of the own table, as ARPTable
/// explains. A packet for which no good entry is known waits, and a query leaves: at most ten a second per
/// next hop, and after ten without an answer one in two seconds; they carry the time stamp and VLAN of the
/// packet that asks. A good entry that was silent for
/// POLL_TIMEOUT (0: never) and is used is asked again at its address, or with BROADCAST_POLL at everybody's.
/// Any reply enters its sender; other ARP frames change an entry that is there (RFC 826, "merge"), and add
/// one if they ask for IP.
/// </para>
/// <para>
/// BROADCAST is an address whose packets go to everybody; by default the one of the prefix that IP was given
/// with. Groups go to their Ethernet group (RFC 1112, 6.4); packets to 0.0.0.0 are dropped.
/// </para>
/// <para>
/// With TRIES, queries do not wait for packets: they are repeated RETRY apart, and after TRIES of them
/// without an answer the packets that wait are given up.
/// </para>
/// </remarks>
/// <handler name="table" access="r">
/// A line for each entry: IP address, 1 if it is good, Ethernet address, seconds since it was heard.
/// </handler>
/// <handler name="stats" access="r">Packets killed and queries sent, in words.</handler>
/// <handler name="queries" access="r">Queries sent.</handler>
/// <handler name="responses" access="r">Replies heard.</handler>
/// <handler name="drops" access="r">Packets dropped, given-up ones included.</handler>
/// <handler name="count" access="r">Entries.</handler>
/// <handler name="length" access="r">Packets that wait.</handler>
/// <handler name="ipaddr" access="rw">IP.</handler>
/// <handler name="broadcast" access="r">BROADCAST.</handler>
/// <handler name="insert" access="w">Enters <c>IP ETH</c>.</handler>
/// <handler name="delete" access="w">Takes out the entry of an IP address.</handler>
/// <handler name="clear" access="w">Takes out all entries.</handler>
public sealed class ARPQuerier : Element
{
    private const int MulticastPrefixBits = 25;
    private const ulong MulticastPrefix = 0x0100_5e00_0000;
    private const int QueryOutput = 1;
    private const int LostOutput = 2;
    private const int FastQueries = 10;

    private static readonly Duration FastInterval = Duration.FromMilliseconds(100);
    private static readonly Duration SlowInterval = Duration.FromSeconds(2);

    private readonly List<Neighbour> _asked = [];
    private NeighbourTable _table = null!;
    private ARPTable? _shared;
    private RouterTimer? _forgetTimer;
    private RouterTimer _retryTimer = null!;
    private IpAddress _ip;
    private MacAddress _mac;
    private IpAddress _broadcast;
    private Duration _pollTimeout;
    private bool _broadcastPoll;
    private int _tries;
    private Duration _retry;
    private bool _complained;
    private long _queries;
    private long _responses;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "ARPQuerier";

    /// <inheritdoc/>
    public override string PortCounts => "2/1-3";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "xy/x";

    /// <inheritdoc/>
    public override bool HasState => true;

    private long Drops => _drops + _table.Drops;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _shared = arguments.Keyword("TABLE", ArgumentTypes.Element<ARPTable>(this, "ARPTable"), null!);
        var own = new NeighbourTable(Environment.Randomness.Stream(Name).NextUInt64());
        NeighbourHandlers.Configure(arguments, own);
        _table = _shared?.Table ?? own;
        _pollTimeout = arguments.Keyword("POLL_TIMEOUT", ArgumentTypes.Duration, Duration.FromSeconds(60));
        IpAddress broadcast = arguments.Keyword("BROADCAST", ArgumentTypes.IpAddress(this), IpAddress.Any);
        _broadcastPoll = arguments.Keyword("BROADCAST_POLL", ArgumentTypes.Bool, false);
        _tries = arguments.Keyword("TRIES", ArgumentTypes.Int32(0, 100), 0);
        _retry = arguments.Keyword("RETRY", ArgumentTypes.Duration, Duration.FromSeconds(1));
        arguments.Consume();
        string name = arguments.Mandatory("IP", ArgumentTypes.Raw, "");
        string ether = arguments.Positional("ETH", ArgumentTypes.Raw, name);
        if (name.Length > 0)
        {
            ReadAddresses(arguments, name, ether, broadcast);
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _retryTimer = new RouterTimer(this, Retry);
        if (_shared is null)
        {
            _forgetTimer = ARPTable.StartForgetting(this, _table);
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        NeighbourHandlers.Add(handlers, this, () => _table);
        handlers.Read("stats", () => $"{Drops} packets killed\n{_queries} ARP queries sent\n");
        handlers.Read("queries", () => $"{_queries}");
        handlers.Read("responses", () => $"{_responses}");
        handlers.Read("drops", () => $"{Drops}");
        handlers.Read("broadcast", () => $"{_broadcast}");
        handlers.Read("ipaddr", () => $"{_ip}");
        handlers.Write("ipaddr", text =>
        {
            if (!ArgumentTypes.IpAddress(this)(text.Trim(), out IpAddress ip, out _))
            {
                return "expected IP address";
            }

            _ip = ip;
            return null;
        });
        handlers.Write("insert", text =>
        {
            string? error = NeighbourHandlers.Read(this, text, out IpAddress ip, out MacAddress mac);
            if (error is null)
            {
                Enter(ip, mac, Now);
            }

            return error;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (port == 0)
        {
            Send(packet);
        }
        else
        {
            Hear(packet);
        }
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is ARPQuerier querier && _shared is null && querier._shared is null)
        {
            _table.TakeFrom(querier._table, Now);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _forgetTimer?.Cancel();
        _asked.Clear();
        if (_shared is null)
        {
            _table?.Clear();
        }
    }

    /// <summary>The known entries by address; packets that wait are not part of it.</summary>
    public override void ExportState(ref MessagePackWriter writer) =>
        NeighbourState.Export(_table, ref writer);

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader) =>
        NeighbourState.Import(ref reader, Enter);

    private void ReadAddresses(ArgumentReader arguments, string name, string ether, IpAddress broadcast)
    {
        if (!ArgumentTypes.IpNetwork(this)(name, out (IpAddress Address, uint Mask) network, out _))
        {
            arguments.Error("IP: parse error");
        }

        if (!ArgumentTypes.MacAddress(this)(ether, out _mac, out _))
        {
            arguments.Error("ETH: parse error");
        }

        _ip = network.Address;
        _broadcast = broadcast != IpAddress.Any || network.Mask >= uint.MaxValue - 1
            ? broadcast
            : new IpAddress(network.Address.Value | ~network.Mask);
    }

    private void Send(Packet packet)
    {
        var hop = new IpAddress(packet.Annotations.DestinationIp);
        if (_table.TryFind(hop, out Neighbour neighbour) && _table.IsGood(neighbour, Now))
        {
            MacAddress mac = neighbour.Mac;
            if (_pollTimeout > Duration.Zero && Now - neighbour.Since > _pollTimeout && MayAsk(neighbour))
            {
                Ask(neighbour, _broadcastPoll ? MacAddress.Broadcast : mac, packet.Annotations);
            }

            Emit(packet, mac);
        }
        else if (hop == IpAddress.Broadcast || (hop == _broadcast && hop != IpAddress.Any))
        {
            Emit(packet, MacAddress.Broadcast);
        }
        else if (hop.IsMulticast)
        {
            // RFC 1112, 6.4: the low 23 bits of the group.
            ulong group = MulticastPrefix | (hop.Value & ((1u << (48 - MulticastPrefixBits)) - 1));
            Emit(packet, new MacAddress(group));
        }
        else if (hop == IpAddress.Any)
        {
            Refuse(packet);
        }
        else
        {
            Hold(packet, hop);
        }
    }

    private void Refuse(Packet packet)
    {
        if (!_complained)
        {
            _complained = true;
            Environment.Console?.WriteMessage(
                $"{this}: would query for 0.0.0.0; missing dest IP addr annotation?");
        }

        _drops++;
        packet.Kill();
    }

    private void Hold(Packet packet, IpAddress hop)
    {
        Neighbour neighbour = _table.FindOrAdd(hop, Now);
        PacketAnnotations annotations = packet.Annotations;
        _table.Hold(neighbour, packet);
        if (MayAsk(neighbour))
        {
            Ask(neighbour, MacAddress.Broadcast, annotations);
        }
    }

    private bool MayAsk(Neighbour neighbour) => neighbour.Queries == 0
        || (_tries == 0
            && Now - neighbour.LastQuery >= (neighbour.Queries < FastQueries ? FastInterval : SlowInterval));

    private void Emit(Packet packet, MacAddress destination)
    {
        new EthernetHeader(destination, _mac, EtherTypes.Ipv4).Write(packet.Push(EthernetHeader.LengthBytes));
        packet.SetMacHeader(0);
        Output(0).Push(packet);
    }

    // The entry is not touched after the query has left, because the answer may come within the call.
    private void Ask(Neighbour neighbour, MacAddress destination, in PacketAnnotations annotations)
    {
        neighbour.LastQuery = Now;
        if (_tries > 0 && neighbour.Queries == 0)
        {
            _asked.Add(neighbour);
            if (!_retryTimer.IsScheduled)
            {
                _retryTimer.ScheduleAfter(_retry);
            }
        }

        neighbour.Queries++;
        _queries++;
        Packet query = Pool.Take(EthernetHeader.LengthBytes + ArpPacket.LengthBytes);
        Span<byte> frame = query.WritableData();
        new EthernetHeader(destination, _mac, EtherTypes.Arp).Write(frame);
        ArpPacket.Request(_mac, _ip, neighbour.Ip).Write(frame[EthernetHeader.LengthBytes..]);
        query.SetMacHeader(0);
        query.SetNetworkHeader(EthernetHeader.LengthBytes);
        query.Annotations.VlanTag = annotations.VlanTag;
        query.Annotations.Timestamp = annotations.Timestamp;
        Output(OutputCount > QueryOutput ? QueryOutput : 0).Push(query);
    }

    private void Hear(Packet packet)
    {
        if (packet.LengthBytes >= EthernetHeader.LengthBytes
            && EthernetHeader.ReadType(packet.Data) == EtherTypes.Arp
            && ArpPacket.TryRead(
                packet.Data[EthernetHeader.LengthBytes..], out ArpPacket arp) == ArpFault.None
            && arp.SenderIp.IsUnicast && arp.SenderIp != _ip)
        {
            bool isReply = arp.Operation == ArpOperation.Reply;
            _responses += isReply ? 1 : 0;
            if (isReply || arp.TargetIp == _ip || _table.TryFind(arp.SenderIp, out _))
            {
                Enter(arp.SenderIp, arp.SenderMac, Now);
            }
        }

        packet.Kill();
    }

    private void Enter(IpAddress ip, MacAddress mac, Instant heard)
    {
        Neighbour neighbour = _table.Enter(ip, mac, heard);
        if (_tries > 0)
        {
            _asked.Remove(neighbour);
        }

        PacketBatch held = _table.TakeHeld(neighbour);
        while (held.Take() is { } packet)
        {
            Emit(packet, mac);
        }
    }

    private void Retry(Instant now)
    {
        Instant? next = null;
        foreach (Neighbour neighbour in _asked.ToArray())
        {
            if (neighbour.Place is null || neighbour.Queries == 0)
            {
                // It was taken out of the table, or answered to another query of this round.
                _asked.Remove(neighbour);
            }
            else if (now < neighbour.LastQuery + _retry)
            {
                next = Instant.Earliest(next, neighbour.LastQuery + _retry);
            }
            else if (neighbour.Queries < _tries)
            {
                next = Instant.Earliest(next, now + _retry);
                Ask(neighbour, MacAddress.Broadcast, new PacketAnnotations { Timestamp = now });
            }
            else
            {
                GiveUp(neighbour);
            }
        }

        if (next is { } deadline && _asked.Count > 0)
        {
            _retryTimer.ScheduleAt(deadline);
        }
    }

    private void GiveUp(Neighbour neighbour)
    {
        _asked.Remove(neighbour);
        PacketBatch held = _table.TakeHeld(neighbour);
        _table.Remove(neighbour);
        _drops += held.Count;
        while (held.Take() is { } packet)
        {
            PushOrKill(LostOutput, packet);
        }
    }
}
