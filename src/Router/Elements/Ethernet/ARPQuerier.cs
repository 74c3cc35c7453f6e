using System.Runtime.CompilerServices;
using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Puts Ethernet headers before IPv4 packets and finds the addresses by ARP (RFC 826).</summary>
/// <remarks>
/// ARPQuerier(IP, ETH, keywords CAPACITY 1024, HOLD 64, TIMEOUT 300, RETRY 1s, TRIES 3, BROADCAST
/// 255.255.255.255) — input 0: packets whose destination annotation is the next hop; input 1: ARP frames;
/// output 0: frames, queries among them; output 1, when in use: packets whose next hop did not answer (link
/// header not put on), else they are dropped. Push. Up to HOLD packets wait per neighbour; after TRIES
/// queries RETRY apart they go. An entry older than TIMEOUT is asked for again while it is still used, and
/// forgotten after RETRY × TRIES more. Whatever ARP frame a known neighbour sends, also an announcement,
/// changes its entry at once (RFC 826, "merge"). Packets to BROADCAST or a group need no query. Handlers:
/// <c>table</c>, <c>queries</c>, <c>drops</c>, <c>length</c> (r), <c>insert</c> "IP ETH", <c>delete</c> "IP",
/// <c>clear</c> (w).
/// </remarks>
public sealed class ARPQuerier : Element
{
    private const int Version = 1;
    private const int MulticastPrefixBits = 25;
    private const ulong MulticastPrefix = 0x0100_5e00_0000;

    private readonly List<IpKey> _unresolved = [];
    private OpenHashMap<IpKey, Neighbour> _table = null!;
    private RouterTimer _timer = null!;
    private IpAddress _ip;
    private MacAddress _mac;
    private IpAddress _broadcast;
    private int _holdPerNeighbour;
    private Duration _timeout;
    private Duration _retry;
    private int _tries;
    private int _held;
    private long _queries;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "ARPQuerier";

    /// <inheritdoc/>
    public override string PortCounts => "2/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "xy/x";

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _ip = arguments.Mandatory("IP", ArgumentTypes.Ip);
        _mac = arguments.Mandatory("ETH", ArgumentTypes.Mac);
        int capacity = arguments.Keyword("CAPACITY", ArgumentTypes.Int32(1, 1 << 20), 1024);
        _holdPerNeighbour = arguments.Keyword("HOLD", ArgumentTypes.Int32(1, 1 << 16), 64);
        _timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Duration, Duration.FromSeconds(300));
        _retry = arguments.Keyword("RETRY", ArgumentTypes.Duration, Duration.FromSeconds(1));
        _tries = arguments.Keyword("TRIES", ArgumentTypes.Int32(1, 100), 3);
        _broadcast = arguments.Keyword("BROADCAST", ArgumentTypes.Ip, IpAddress.Broadcast);
        _table = new OpenHashMap<IpKey, Neighbour>(
            capacity, Environment.Randomness.Stream(Name).NextUInt64());
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, OnTimer);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table);
        handlers.Read("queries", () => $"{_queries}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("length", () => $"{_held}\n");
        handlers.Write("insert", Insert);
        handlers.Write("delete", Delete);
        handlers.Write("clear", _ =>
        {
            Cleanup();
            return null;
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
    public override void Cleanup()
    {
        if (_table is null)
        {
            return;
        }

        foreach ((IpKey _, Neighbour neighbour) in Sorted())
        {
            neighbour.Held.Kill();
        }

        _table.Clear();
        _unresolved.Clear();
        _held = 0;
    }

    /// <summary>The resolved entries by address; packets that wait are not part of it.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        KeyValuePair<IpKey, Neighbour>[] known = [.. Sorted().Where(pair => pair.Value.IsResolved)];
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.WriteArrayHeader(known.Length);
        foreach ((IpKey key, Neighbour neighbour) in known)
        {
            writer.WriteArrayHeader(3);
            writer.Write(key.Value);
            writer.Write(neighbour.Mac.Value);
            writer.Write(neighbour.Heard.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 2, Version);
        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            if (reader.ReadArrayHeader() != 3)
            {
                throw new MessagePackSerializationException("A neighbour has three fields.");
            }

            var key = new IpKey(reader.ReadUInt32());
            var mac = new MacAddress(reader.ReadUInt64());
            Resolve(key, mac, new Instant(reader.ReadInt64()), mayAdd: true);
        }
    }

    private void Send(Packet packet)
    {
        var hop = new IpAddress(packet.Annotations.DestinationIp);
        ref Neighbour neighbour = ref _table.FindValue(new IpKey(hop.Value));
        if (!Unsafe.IsNullRef(ref neighbour) && neighbour.IsResolved)
        {
            MacAddress mac = neighbour.Mac;
            if (Now - neighbour.Heard > _timeout && neighbour.Tries == 0)
            {
                Ask(hop, ref neighbour);
            }

            Emit(packet, mac);
        }
        else if (hop == _broadcast || hop == IpAddress.Broadcast)
        {
            Emit(packet, MacAddress.Broadcast);
        }
        else if (hop.IsMulticast)
        {
            // RFC 1112, 6.4: the low 23 bits of the group.
            ulong group = MulticastPrefix | (hop.Value & ((1u << (48 - MulticastPrefixBits)) - 1));
            Emit(packet, new MacAddress(group));
        }
        else
        {
            Hold(packet, hop);
        }
    }

    private void Hold(Packet packet, IpAddress hop)
    {
        var key = new IpKey(hop.Value);
        if (!_table.ContainsKey(key) && (hop == IpAddress.Any || !_table.TryAdd(key, default)))
        {
            _drops++;
            packet.Kill();
            return;
        }

        ref Neighbour neighbour = ref _table.FindValue(key);
        if (neighbour.Held.Count == _holdPerNeighbour)
        {
            _drops++;
            packet.Kill();
        }
        else
        {
            neighbour.Held.Append(packet);
            _held++;
        }

        if (neighbour.Tries == 0)
        {
            Ask(hop, ref neighbour);
        }
    }

    private void Emit(Packet packet, MacAddress destination)
    {
        new EthernetHeader(destination, _mac, EtherTypes.Ipv4).Write(packet.Push(EthernetHeader.LengthBytes));
        packet.SetMacHeader(0);
        Output(0).Push(packet);
    }

    // The entry is not touched after the query has left, because the answer may come within the call.
    private void Ask(IpAddress hop, ref Neighbour neighbour)
    {
        if (neighbour.Tries++ == 0)
        {
            _unresolved.Add(new IpKey(hop.Value));
        }

        neighbour.NextTry = Now + _retry;
        if (!_timer.IsScheduled)
        {
            _timer.ScheduleAt(neighbour.NextTry);
        }

        _queries++;
        Packet query = Pool.Take(EthernetHeader.LengthBytes + ArpPacket.LengthBytes);
        Span<byte> frame = query.WritableData();
        new EthernetHeader(MacAddress.Broadcast, _mac, EtherTypes.Arp).Write(frame);
        ArpPacket.Request(_mac, _ip, hop).Write(frame[EthernetHeader.LengthBytes..]);
        query.SetMacHeader(0);
        Output(0).Push(query);
    }

    private void Hear(Packet packet)
    {
        if (packet.LengthBytes >= EthernetHeader.LengthBytes
            && EthernetHeader.ReadType(packet.Data) == EtherTypes.Arp
            && ArpPacket.TryRead(
                packet.Data[EthernetHeader.LengthBytes..], out ArpPacket arp) == ArpFault.None
            && arp.SenderIp.IsUnicast && arp.SenderIp != _ip)
        {
            Resolve(new IpKey(arp.SenderIp.Value), arp.SenderMac, Now, mayAdd: arp.TargetIp == _ip);
        }

        packet.Kill();
    }

    private void Resolve(IpKey key, MacAddress mac, Instant heard, bool mayAdd)
    {
        ref Neighbour neighbour = ref _table.FindValue(key);
        if (Unsafe.IsNullRef(ref neighbour))
        {
            if (mayAdd)
            {
                _table.TryAdd(key, new Neighbour { Mac = mac, Heard = heard, IsResolved = true });
            }

            return;
        }

        neighbour.Mac = mac;
        neighbour.Heard = heard;
        neighbour.IsResolved = true;
        if (neighbour.Tries > 0)
        {
            neighbour.Tries = 0;
            _unresolved.Remove(key);
        }

        PacketBatch held = neighbour.Held;
        neighbour.Held = default;
        _held -= held.Count;
        while (held.Take() is { } packet)
        {
            Emit(packet, mac);
        }
    }

    private void OnTimer(Instant now)
    {
        Instant? next = null;
        for (int index = 0; index < _unresolved.Count; index++)
        {
            IpKey key = _unresolved[index];
            ref Neighbour neighbour = ref _table.FindValue(key);
            if (now < neighbour.NextTry)
            {
                next = Instant.Earliest(next, neighbour.NextTry);
            }
            else if (neighbour.Tries < _tries)
            {
                next = Instant.Earliest(next, now + _retry);
                Ask(new IpAddress(key.Value), ref neighbour);
            }
            else
            {
                GiveUp(key);
            }

            if (index < _unresolved.Count && _unresolved[index] != key)
            {
                index--;
            }
        }

        if (next is { } deadline && _unresolved.Count > 0)
        {
            _timer.ScheduleAt(deadline);
        }
    }

    private void GiveUp(IpKey key)
    {
        _unresolved.Remove(key);
        if (!_table.TryRemove(key, out Neighbour gone))
        {
            return;
        }

        _held -= gone.Held.Count;
        _drops += gone.Held.Count;
        while (gone.Held.Take() is { } packet)
        {
            PushOrKill(1, packet);
        }
    }

    private string? Insert(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count != 2 || !IpAddress.TryParse(words[0], out IpAddress ip)
            || !MacAddress.TryParse(words[1], out MacAddress mac))
        {
            return "expected IP and Ethernet address";
        }

        Resolve(new IpKey(ip.Value), mac, Now, mayAdd: true);
        return null;
    }

    private string? Delete(string text)
    {
        if (!IpAddress.TryParse(text.Trim(), out IpAddress ip))
        {
            return "expected IP address";
        }

        GiveUp(new IpKey(ip.Value));
        return null;
    }

    private KeyValuePair<IpKey, Neighbour>[] Sorted()
    {
        var entries = new KeyValuePair<IpKey, Neighbour>[_table.Count];
        _table.CopyTo(entries);
        Array.Sort(entries, static (left, right) => left.Key.Value.CompareTo(right.Key.Value));
        return entries;
    }

    private string Table()
    {
        var text = new StringBuilder();
        foreach ((IpKey key, Neighbour neighbour) in Sorted())
        {
            text.Append(new IpAddress(key.Value)).Append(' ').Append(neighbour.IsResolved ? 1 : 0).Append(' ')
                .Append(neighbour.Mac).Append(' ').Append(Now - neighbour.Heard).Append('\n');
        }

        return text.ToString();
    }

    // Tries counts the queries since the last answer; 0 while nobody is asked.
    private struct Neighbour
    {
        public MacAddress Mac;
        public Instant Heard;
        public bool IsResolved;
        public int Tries;
        public Instant NextTry;
        public PacketBatch Held;
    }
}
