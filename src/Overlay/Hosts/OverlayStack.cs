using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Wire;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Hosts;

/// <summary>
/// The XIA stack of a host or machine: datagrams, streams, and signed rebinding when it moves.
/// </summary>
/// <remarks>
/// Payloads are laid out in docs/wire.md, rebinding is explained in docs/rebinding.md. The stack expects
/// packets whose destination is one of <see cref="LocalXids"/>; all forwarding is the graph's business.
/// </remarks>
public sealed class OverlayStack : IHostStack
{
    private const int SmallestMtuBytes = 576;
    private const int OwnNodes = 3;

    private readonly StackCore _core;
    private readonly RebindingEngine _rebinding;
    private readonly DatagramPool _pool;
    private readonly PacketComposer _composer;
    private readonly PacketReceiver _receiver;
    private readonly StreamRegistry _streams;
    private readonly SocketRegistry _sockets;
    private readonly AnswerQueue _answers;
    private int _depth;
    private Instant? _newsAt;

    /// <summary>A stack without associations.</summary>
    public OverlayStack(OverlayStackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MtuBytes, SmallestMtuBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MtuBytes, ushort.MaxValue);
        _core = new StackCore(options);
        _rebinding = new RebindingEngine(_core);
        _pool = new DatagramPool(MaximumDatagramBytes, options.MaximumQueuedDatagrams);
        _composer = new PacketComposer(_core, _pool);
        _streams = new StreamRegistry(_core, this);
        _sockets = new SocketRegistry(_core, this);
        _answers = new AnswerQueue(_core);
        _receiver = new PacketReceiver(this, _core, _rebinding, _streams, _sockets, _answers);
        LocalXids = [_core.Place.Hid, _core.Place.ClientSid, .. options.Services.Values.Order().Distinct()];
    }

    /// <inheritdoc/>
    public Instant? NextTimeout => Instant.Earliest(
        _newsAt, Instant.Earliest(_core.Deadlines.Earliest, _rebinding.NextTimeout));

    /// <inheritdoc/>
    public IStackOutput? Output { get; set; }

    /// <summary>The identifiers at which packets arrive here; fixed for the life of the stack.</summary>
    public IReadOnlyList<Xid> LocalXids { get; }

    /// <summary>The identifier of the host or machine.</summary>
    public Xid Hid => _core.Place.Hid;

    /// <summary>The domain in which it is now.</summary>
    public Xid Ad => _core.Place.Ad;

    /// <summary>Its address now, as far as its HID.</summary>
    public DagAddress Address => _core.Place.AddressOf(_core.Place.Hid);

    /// <summary>How many associations there are.</summary>
    public int AssociationCount => _core.Table.Count;

    /// <summary>Who hears of the steps of rebindings; for measurement.</summary>
    public IRebindingObserver? RebindingObserver
    {
        get => _core.Observer;
        set => _core.Observer = value;
    }

    /// <summary>What was counted, by name, in a fixed order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counters => _core.Counters.All();

    /// <summary>The longest datagram between addresses of three nodes.</summary>
    internal int MaximumDatagramBytes => _core.Options.MtuBytes
        - XipLayout.FixedLengthBytes - (2 * OwnNodes * DagRow.LengthBytes) - PathClock.EndOffset;

    internal StackCounters Counts => _core.Counters;

    /// <summary>
    /// The service identifier under which a host opens streams and nameless datagram sockets.
    /// </summary>
    public static Xid ClientSidOf(Xid hid) => LocalPlace.ClientSidOf(hid);

    /// <summary>
    /// How many bytes of a stream go into one packet between hosts with addresses of domain, host, service.
    /// </summary>
    public static int StreamPayloadBytes(int mtuBytes) =>
        mtuBytes - XipLayout.FixedLengthBytes - (6 * DagRow.LengthBytes) - SegmentLayout.PayloadOffset;

    /// <summary>Where one of this host's services is reached now.</summary>
    /// <exception cref="ArgumentException">The service is unknown to this host.</exception>
    public DagAddress AddressOf(string service) => _core.Place.AddressOf(SidOf(service));

    /// <summary>
    /// The host moved, or acts by another credential from now on: every association's peer is told.
    /// </summary>
    /// <param name="ad">The domain in which it is now.</param>
    /// <param name="credential">Who may speak for the HID from now on: the next delegation, or the same as
    /// before.</param>
    /// <param name="host">The host underneath, which confirms it; null when there is none.</param>
    /// <param name="now">The time.</param>
    public void OnMoved(Xid ad, Credential credential, Credential? host, Instant now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        Enter();
        _core.Place.Move(ad, credential, host);
        _rebinding.OnMoved(now);
        RunDue(now);
        Leave(now);
    }

    /// <inheritdoc/>
    public void OnPacket(ReadOnlySpan<byte> packet, Instant now)
    {
        Enter();
        _core.Counters.Count(StackCounter.PacketsIn);
        _receiver.OnPacket(packet, now);
        Leave(now);
    }

    /// <inheritdoc/>
    public void OnTimeout(Instant now)
    {
        if (NextTimeout is not { } deadline || now < deadline)
        {
            return;
        }

        Enter();
        RunDue(now);
        Leave(now);
    }

    /// <inheritdoc/>
    public bool TryTakePacket(Span<byte> buffer, Instant now, out int lengthBytes)
    {
        if (_answers.TryTake(buffer, out lengthBytes))
        {
            _core.Counters.Count(StackCounter.PacketsOut);
            return true;
        }

        while (_core.Ready.TryTake(out Association? association))
        {
            if (association.IsRemoved)
            {
                continue;
            }

            if (_composer.TryCompose(association, buffer, now, out lengthBytes))
            {
                _core.Ready.Add(association);
                _core.Counters.Count(StackCounter.PacketsOut);
                return true;
            }

            _streams.NoteChange(association.Stream);
            if (association.Stream is { Machine.IsFinished: true })
            {
                // A last reset is out and nothing else holds the stream.
                _newsAt ??= now;
            }
        }

        lengthBytes = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TryResolve(string name, out PeerToken peer)
    {
        bool isKnown = _core.Peers.TryResolve(name, out Peer? known);
        peer = known?.Token ?? default;
        return isKnown;
    }

    /// <inheritdoc/>
    public string Describe(PeerToken peer) => _core.Peers.TryGet(peer, out Peer? known)
        ? known.Name ?? known.Address.ToString()
        : $"unknown peer {peer.Value}";

    /// <summary>Where a peer is, as far as is proven; null for a token that names nobody.</summary>
    public DagAddress? AddressOf(PeerToken peer) =>
        _core.Peers.TryGet(peer, out Peer? known) ? known.Address : null;

    /// <inheritdoc/>
    public IDatagramSocket OpenDatagram(string? service, IDatagramObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _sockets.Open(service, service is null ? _core.Place.ClientSid : SidOf(service), observer);
    }

    /// <inheritdoc/>
    public void Listen(string service, IStreamAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(acceptor);
        _streams.Listen(service, SidOf(service), acceptor);
    }

    /// <inheritdoc/>
    public IByteStream Connect(PeerToken peer, IByteStreamObserver observer, Instant now)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (!_core.Peers.TryGet(peer, out Peer? known))
        {
            throw new ArgumentException("The token names nobody.", nameof(peer));
        }

        Enter();
        OverlayStream stream = _streams.Connect(known, observer);
        Association association = CreateOutbound(
            known, _core.Place.ClientSid, known.Candidate ?? known.Address, now, out bool isMade);
        _streams.Attach(stream, association);
        if (isMade)
        {
            stream.Machine.Open(now);
            _core.Update(association);
        }
        else
        {
            stream.Machine.Open(now);
            stream.Machine.OnUnreachable();
        }

        _streams.NoteChange(stream);
        _newsAt = _streams.HasNews ? now : _newsAt;
        LeaveQuietly();
        return stream;
    }

    /// <inheritdoc/>
    public IByteStream? FindStream(long id) => _streams.Find(id);

    /// <inheritdoc/>
    public void Export(ref MessagePackWriter writer, Instant now) =>
        new StackState(_core, _streams, _sockets, _pool).Export(ref writer, now);

    /// <inheritdoc/>
    /// <remarks>
    /// Datagram sockets without a service are matched by the order in which they were opened. Tell the stack
    /// where it is by <see cref="OnMoved"/> right after.
    /// </remarks>
    public void Import(ref MessagePackReader reader, Instant now)
    {
        Enter();
        new StackState(_core, _streams, _sockets, _pool).Import(ref reader, now);
        for (Association? one = _core.Table.Oldest; one is not null; one = one.Newer)
        {
            if (one.NeedsRebinding)
            {
                _rebinding.Begin(one, now);
            }
        }

        RunDue(now);
        Leave(now);
    }

    internal void OnStreamUsed(OverlayStream stream, Instant now)
    {
        if (stream.Association is not { IsRemoved: false } association)
        {
            return;
        }

        _core.Table.Touch(association, now);
        _core.Update(association);
        _streams.NoteChange(stream);
        if (_depth == 0)
        {
            // Its own observer may not be called from here; it hears of it at once, but later.
            _newsAt = _streams.HasNews ? now : _newsAt;
            TellOutput();
        }
    }

    internal DatagramOutcome SendDatagram(
        OverlayDatagramSocket socket, PeerToken token, ReadOnlySpan<byte> payload, Instant now)
    {
        if (payload.Length > MaximumDatagramBytes)
        {
            return DatagramOutcome.TooLong;
        }

        if (!socket.Associations.TryGetValue(token.Value, out Association? association))
        {
            if (!_core.Peers.TryGet(token, out Peer? peer))
            {
                return DatagramOutcome.UnknownPeer;
            }

            association = CreateOutbound(peer, socket.Sid, peer.Address, now, out bool isMade);
            if (!isMade)
            {
                return DatagramOutcome.QueueFull;
            }

            association.Socket = socket;
            socket.Associations.Add(token.Value, association);
        }

        if (payload.Length > MaximumDatagramBytes
            - ((association.MaximumNodes - OwnNodes) * DagRow.LengthBytes))
        {
            return DatagramOutcome.TooLong;
        }

        if (association.QueuedDatagrams >= _core.Options.MaximumQueuedPerAssociation
            || !_pool.TryRent(out QueuedDatagram? datagram))
        {
            _core.Counters.Count(StackCounter.QueueFull);
            return DatagramOutcome.QueueFull;
        }

        payload.CopyTo(datagram.Bytes);
        datagram.LengthBytes = payload.Length;
        association.Enqueue(datagram);
        _core.Table.Touch(association, now);
        _core.Ready.Add(association);
        if (_depth == 0)
        {
            TellOutput();
        }

        return DatagramOutcome.Sent;
    }

    internal void CloseSocket(OverlayDatagramSocket socket)
    {
        _sockets.Close(socket);
        foreach (Association association in socket.Associations.Values.OrderBy(one => one.Ordinal).ToArray())
        {
            _core.Forget(association, _pool);
        }
    }

    /// <summary>Makes room for one more association if there is none.</summary>
    internal bool TryMakeRoom(Instant now)
    {
        if (!_core.Table.IsFull)
        {
            return true;
        }

        if (!_core.Table.TryFindEvictable(now, out Association? idle))
        {
            _core.Counters.Count(StackCounter.TableFull);
            return false;
        }

        _core.Counters.Count(StackCounter.Evicted);
        if (idle.Stream is { } halfOpen)
        {
            _streams.Forget(halfOpen, _pool);
        }
        else
        {
            _core.Forget(idle, _pool);
        }

        return true;
    }

    /// <summary>An association that nobody knows of yet; the caller adds it to the table.</summary>
    internal Association Make(
        Peer peer, Xid localSid, DagAddress address, bool isInbound, ulong remoteNonce)
    {
        PeerPath path = new(address, _core.Options.Timing.Patience);
        RebindingSender sender = new(_core.Options.Timing);
        return new Association(++_core.LastOrdinal, _core.Table.DrawNonce(), localSid, peer, path, sender)
        {
            IsInbound = isInbound,
            RemoteNonce = remoteNonce,
        };
    }

    private Association CreateOutbound(
        Peer peer, Xid localSid, DagAddress address, Instant now, out bool isMade)
    {
        Association association = Make(peer, localSid, address, isInbound: false, remoteNonce: 0);
        isMade = TryMakeRoom(now);
        if (isMade)
        {
            _core.Table.Add(association, now);
        }
        else
        {
            association.IsRemoved = true;
        }

        return association;
    }

    private Xid SidOf(string service) => _core.Options.Services.TryGetValue(service, out Xid sid)
        ? sid
        : throw new ArgumentException($"This host has no service '{service}'.", nameof(service));

    private void RunDue(Instant now)
    {
        _newsAt = null;
        _rebinding.OnTimeout(now);
        while (_core.Deadlines.TryTakeDue(now, out Association? association))
        {
            _rebinding.OnTimeout(association!, now);
            if (association!.Stream is { } stream)
            {
                stream.Machine.OnTimeout(now);
                _streams.NoteChange(stream);
            }

            _core.Update(association);
        }
    }

    private void Enter() => _depth++;

    private void Leave(Instant now)
    {
        if (_depth == 1)
        {
            _newsAt = null;
            _streams.TellNews(_pool, now);
        }

        LeaveQuietly();
    }

    private void LeaveQuietly()
    {
        _depth--;
        if (_depth == 0)
        {
            TellOutput();
        }
    }

    private void TellOutput()
    {
        if (!_core.Ready.IsEmpty || !_answers.IsEmpty)
        {
            Output?.OnOutputReady();
        }
    }
}
