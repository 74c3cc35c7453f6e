using Xia.Kernel.Time;
using Xia.Overlay.Control;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Neighbours;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Answers XARP questions about this node's identifiers, signed, and announces them.</summary>
/// <syntax>XARPResponder(MAC, XID, …[, keywords ANNOUNCE true, RATE 1000])</syntax>
/// <remarks>
/// Input 0: XARP frames, Ethernet header first; output 0: replies and announcements. The environment's <see
/// cref="ICredentialSource"/> (name "credentials") signs; identifiers for which it has no credential are not
/// answered. With ANNOUNCE every XID is announced when the graph starts. RATE limits replies per second.
/// Signatures occupy the environment's processor.
/// </remarks>
/// <handler name="announce" access="w">Announces an XID, or all when empty; a machine does so when it has
/// moved.</handler>
/// <handler name="replies" access="r">Replies sent.</handler>
/// <handler name="announcements" access="r">Announcements sent.</handler>
/// <handler name="no_credential" access="r">Questions about, and announcements of, identifiers without a
/// credential.</handler>
/// <handler name="limited" access="r">Replies that RATE forbade.</handler>
/// <handler name="ignored" access="r">Other frames.</handler>
public sealed class XARPResponder : Element
{
    private const int EthernetLengthBytes = 14;
    private const int DefaultRepliesPerSecond = 1000;
    private const int Burst = 50;

    private readonly List<Xid> _xids = [];
    private LinkAddress _link;
    private bool _announces;
    private TokenBucket _limit = new(DefaultRepliesPerSecond, Burst);
    private ICredentialSource? _credentials;
    private XarpOutbox _outbox = null!;
    private RouterTimer _timer = null!;
    private RouterTask _start = null!;
    private long _replies;
    private long _announcements;
    private long _noCredential;
    private long _limited;
    private long _ignored;

    /// <inheritdoc/>
    public override string ClassName => "XARPResponder";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _announces = arguments.Keyword("ANNOUNCE", ArgumentTypes.Bool, true);
        _limit = new TokenBucket(
            arguments.Keyword("RATE", ArgumentTypes.Int32(1, 1_000_000), DefaultRepliesPerSecond), Burst);
        _link = arguments.Mandatory("MAC", XiaArguments.Link);
        _xids.Clear();
        foreach (string text in arguments.Rest())
        {
            if (Xid.TryParse(text, out Xid xid))
            {
                _xids.Add(xid);
            }
            else
            {
                arguments.Error($"XID: '{text}' is no identifier");
            }
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _credentials = Environment.Find<ICredentialSource>(XiaServices.Credentials);
        _outbox = new XarpOutbox(_link, Environment.Processor);
        _timer = new RouterTimer(this, Flush);
        _start = new RouterTask(this, AnnounceAll);
        if (_announces)
        {
            _start.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Write("announce", AnnounceByHand);
        handlers.Read("replies", () => $"{_replies}\n");
        handlers.Read("announcements", () => $"{_announcements}\n");
        handlers.Read("no_credential", () => $"{_noCredential}\n");
        handlers.Read("limited", () => $"{_limited}\n");
        handlers.Read("ignored", () => $"{_ignored}\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        ReadOnlySpan<byte> frame = packet.Data;
        ReadOnlySpan<byte> bytes = frame.Length < EthernetLengthBytes ? [] : frame[EthernetLengthBytes..];
        if (XarpMessage.TryPeek(bytes, out XarpOperation operation, out Xid sender, out Xid target)
            && operation == XarpOperation.Request && sender != target && _xids.Contains(target)
            && XarpMessage.TryRead(bytes, out XarpMessage? question))
        {
            Answer(question);
        }
        else
        {
            _ignored++;
        }

        packet.Kill();
        Flush(Now);
    }

    private void Answer(XarpMessage question)
    {
        if (_credentials?.Find(question.Target) is not { } credential)
        {
            _noCredential++;
        }
        else if (!question.SenderLink.IsStation || !_limit.TryTake(Now)
            || !_outbox.TrySubmit(XarpDraft.Reply(question, credential), Now))
        {
            _limited++;
        }
        else
        {
            _replies++;
        }
    }

    private bool AnnounceAll()
    {
        foreach (Xid xid in _xids)
        {
            Announce(xid);
        }

        Flush(Now);
        return true;
    }

    private string? AnnounceByHand(string text)
    {
        if (text.Trim().Length == 0)
        {
            AnnounceAll();
            return null;
        }

        if (!Xid.TryParse(text.Trim(), out Xid xid) || !_xids.Contains(xid))
        {
            return $"'{text}': not an identifier of this element";
        }

        bool isAnnounced = Announce(xid);
        Flush(Now);
        return isAnnounced ? null : $"'{text}': no credential for it";
    }

    private bool Announce(Xid xid)
    {
        if (_credentials?.Find(xid) is not { } credential)
        {
            _noCredential++;
            return false;
        }

        _announcements += _outbox.TrySubmit(XarpDraft.Announcement(credential), Now) ? 1 : 0;
        return true;
    }

    /// <summary>Sends what has been signed, and sets the timer for the rest.</summary>
    private void Flush(Instant now)
    {
        while (_outbox.NextTimeout is { } ready && ready <= now)
        {
            Packet frame = Pool.Take(XarpOutbox.MaximumFrameBytes);
            _outbox.TryTake(frame.WritableData(), now, out int lengthBytes);
            frame.Take(frame.LengthBytes - lengthBytes);
            frame.SetMacHeader(0);
            Output(0).Push(frame);
        }

        if (_outbox.NextTimeout is { } deadline && (!_timer.IsScheduled || _timer.Deadline != deadline))
        {
            _timer.ScheduleAt(deadline);
        }
    }
}
