using System.Buffers.Binary;
using System.Text;
using Xia.Kernel.Time;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Neighbours;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Puts XIP packets into Ethernet frames to their next hop, asks where it is, and learns from who proves it.
/// </summary>
/// <syntax>XARPQuerier(HID, MAC[, keywords ROUTES, PORT, LIFETIME 300s, RETRY 1s, TRIES 3])</syntax>
/// <remarks>
/// HID and MAC are this port's own. Input 0: XIP packets with the next-hop annotation; input 1: every XARP
/// frame of the port, Ethernet header first. Output 0: frames; output 1, where used: packets whose next hop
/// is silent, XIP header first, else dropped. Questions bear this node's proof where the environment's <see
/// cref="ICredentialSource"/> (name "credentials") has its credential, so that whoever answers learns as
/// well. Believed are replies to open questions, questions about this node, and announcements of neighbours
/// that are known here, all with proof only; signatures occupy the environment's processor. With ROUTES (a
/// LookupXIARoute) and PORT (its output), announcements of all HIDs are believed and become routes: that is
/// how a host or a moved machine joins.
/// </remarks>
/// <handler name="table" access="r">A line per neighbour: identifier, address, expiry.</handler>
/// <handler name="messages" access="r">XARP messages per verdict.</handler>
/// <handler name="questions" access="r">Questions asked.</handler>
/// <handler name="drops" access="r">Packets dropped.</handler>
/// <handler name="waiting" access="r">Packets that wait for an answer.</handler>
/// <handler name="insert" access="w"><c>XID ETH</c>: an operator's word, which needs no proof.</handler>
public sealed class XARPQuerier : Element, INeighbourActions<Packet>
{
    private const int EthernetLengthBytes = 14;
    private const int SourceOffset = 6;
    private const int EtherTypeOffset = 12;

    private readonly ReasonCounts<XarpVerdict> _messages = new();
    private Xid _hid;
    private LinkAddress _link;
    private string _routesName = "";
    private int _port;
    private NeighbourTiming _timing = new();
    private LookupXIARoute? _routes;
    private ICredentialSource? _credentials;
    private NeighbourTable<Packet> _table = null!;
    private XarpInbox _inbox = null!;
    private XarpOutbox _outbox = null!;
    private RouterTimer _timer = null!;
    private long _questions;
    private long _drops;
    private long _waiting;

    /// <inheritdoc/>
    public override string ClassName => "XARPQuerier";

    /// <inheritdoc/>
    public override string PortCounts => "2/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "xy/x";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _hid = arguments.Mandatory("HID", ArgumentTypes.Xid);
        _link = arguments.Mandatory("MAC", XiaArguments.Link);
        _routesName = arguments.Keyword("ROUTES", ArgumentTypes.Word, "");
        _port = arguments.Keyword("PORT", ArgumentTypes.Int32(1, short.MaxValue), 0);
        Duration lifetime = arguments.Keyword("LIFETIME", ArgumentTypes.Duration, _timing.Lifetime);
        _timing = _timing with
        {
            Lifetime = lifetime,
            RefreshAfter = lifetime / 5 * 4,
            RetryAfter = arguments.Keyword("RETRY", ArgumentTypes.Duration, _timing.RetryAfter),
            Tries = arguments.Keyword("TRIES", ArgumentTypes.Int32(1, 100), _timing.Tries),
        };
        if ((_routesName.Length > 0) != (_port > 0))
        {
            arguments.Error("ROUTES and PORT belong together");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_routesName.Length > 0)
        {
            _routes = ElementScope.Find<LookupXIARoute>(this, _routesName);
            if (_routes is null || !_routes.HasPort(_port))
            {
                return _routes is null
                    ? $"ROUTES: no LookupXIARoute named '{_routesName}'"
                    : $"PORT: '{_routesName}' has no port {_port}";
            }
        }

        _credentials = Environment.Find<ICredentialSource>(XiaServices.Credentials);
        _table = new NeighbourTable<Packet>(this, Environment.Randomness.Stream($"{Name}/nonces"), _timing);
        _inbox = new XarpInbox(XiaServices.TrustOf(Environment), Environment.Processor);
        _outbox = new XarpOutbox(_link, Environment.Processor);
        _timer = new RouterTimer(this, OnTimer);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table);
        handlers.Read("messages", () => _messages.ToString());
        handlers.Read("questions", () => $"{_questions}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("waiting", () => $"{_waiting}\n");
        handlers.Write("insert", Insert);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (Packet packet in _table?.TakeAllWaiting() ?? [])
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (port == 1)
        {
            OnMessage(packet);
        }
        else
        {
            OnPacket(packet);
        }
    }

    /// <summary>Asks all stations where a neighbour is.</summary>
    public void OnQuestion(Xid target, ulong nonce, Instant now)
    {
        _questions++;
        if (!_outbox.TrySubmit(XarpDraft.Question(_hid, target, nonce, _credentials?.Find(_hid)), now))
        {
            // The table asks again after its retry time.
            _drops++;
        }
    }

    /// <summary>Sends a packet whose next hop has become known.</summary>
    public void OnReleased(Packet packet, LinkAddress link, Instant now)
    {
        _waiting--;
        Send(packet, link);
    }

    /// <summary>Gives up a packet whose next hop is silent.</summary>
    public void OnFailed(Packet packet, Instant now)
    {
        _waiting--;
        _drops++;
        PushOrKill(1, packet);
    }

    private void OnPacket(Packet packet)
    {
        Xid nextHop = packet.Annotations.NextHop;
        if (nextHop.IsBroadcast)
        {
            Send(packet, LinkAddress.Broadcast);
            return;
        }

        LinkAddress link = default;
        switch (nextHop.IsNone ? Resolution.Refused : _table.Resolve(nextHop, packet, Now, out link))
        {
            case Resolution.Known:
                Send(packet, link);
                break;
            case Resolution.Waiting:
                _waiting++;
                Flush(Now);
                break;
            default:
                _drops++;
                packet.Kill();
                break;
        }
    }

    private void OnMessage(Packet packet)
    {
        _messages.Add(Judge(packet.Data));
        packet.Kill();
        Flush(Now);
    }

    /// <summary>The checks that cost nothing, and whether anyone here wants to know.</summary>
    private XarpVerdict Judge(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < EthernetLengthBytes
            || !XarpMessage.TryRead(frame[EthernetLengthBytes..], out XarpMessage? message))
        {
            return XarpVerdict.Malformed;
        }

        if (message.Operation == XarpOperation.Reply)
        {
            if (message.Target != _hid || !_table.IsExpected(message.Sender, message.Nonce))
            {
                return message.Target == _hid ? XarpVerdict.Unasked : XarpVerdict.NotForUs;
            }
        }
        else if (message.Target != _hid && !(message.IsAnnouncement && IsWanted(message.Sender)))
        {
            return XarpVerdict.NotForUs;
        }

        return message.Sender == _hid
            ? XarpVerdict.NotForUs
            : _inbox.Submit(message, LinkAddress.Read(frame[SourceOffset..]), Now);
    }

    private bool IsWanted(Xid sender) =>
        _table.Knows(sender) || (_routes is not null && sender.Type == XidType.Hid);

    private void OnTimer(Instant now)
    {
        _table.OnTimeout(now);
        Flush(now);
    }

    /// <summary>Acts on everything whose time has come, and sets the timer for the rest.</summary>
    private void Flush(Instant now)
    {
        while (_inbox.TryTake(now, out XarpMessage? message, out XarpVerdict verdict))
        {
            _messages.Add(verdict);
            if (verdict == XarpVerdict.Learned)
            {
                Learn(message, now);
            }
        }

        while (_outbox.NextTimeout is { } ready && ready <= now)
        {
            Packet frame = Pool.Take(XarpOutbox.MaximumFrameBytes);
            _outbox.TryTake(frame.WritableData(), now, out int lengthBytes);
            frame.Take(frame.LengthBytes - lengthBytes);
            frame.SetMacHeader(0);
            Output(0).Push(frame);
        }

        Instant? next = Instant.Earliest(
            _table.NextTimeout, Instant.Earliest(_inbox.NextTimeout, _outbox.NextTimeout));
        if (next is { } deadline && (!_timer.IsScheduled || _timer.Deadline != deadline))
        {
            _timer.ScheduleAt(deadline);
        }
    }

    private void Learn(XarpMessage message, Instant now)
    {
        if (!_table.Confirm(message.Sender, message.SenderLink, now))
        {
            _drops++;
            return;
        }

        if (_routes is not null && message.Sender.Type == XidType.Hid)
        {
            _ = _routes.Learn(message.Sender, _port);
        }
    }

    private void Send(Packet packet, LinkAddress target)
    {
        Span<byte> frame = packet.Push(EthernetLengthBytes);
        target.Write(frame);
        _link.Write(frame[SourceOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[EtherTypeOffset..], XipLayout.EtherType);
        packet.SetMacHeader(0);
        Output(0).Push(packet);
    }

    private string? Insert(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (words.Count != 2 || !Xid.TryParse(words[0], out Xid xid)
            || !LinkAddress.TryParse(words[1], out LinkAddress link) || !link.IsStation)
        {
            return "expected an identifier and the Ethernet address of a station";
        }

        return _table.Confirm(xid, link, Now) ? null : "the table is full";
    }

    private string Table()
    {
        StringBuilder text = new();
        foreach ((Xid xid, LinkAddress link, Instant expiry) in _table.ToSortedList(Now))
        {
            text.Append(xid).Append(' ').Append(link).Append(' ').Append(expiry).Append('\n');
        }

        return text.ToString();
    }
}
