using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>What two ends share: their nonces, where the other end is, what is owed to it.</summary>
/// <remarks>
/// One for each stream, and one for each datagram socket and peer. It moves with its stack.
/// </remarks>
internal sealed class Association(
    long ordinal, ulong localNonce, Xid localSid, Peer peer, PeerPath path, RebindingSender sender)
    : IDeadlineHolder
{
    private QueuedDatagram? _firstDatagram;
    private QueuedDatagram? _lastDatagram;

    /// <inheritdoc/>
    public long Ordinal { get; } = ordinal;

    /// <inheritdoc/>
    public int HeapIndex { get; set; } = -1;

    /// <summary>This end's nonce: how its packets are recognised.</summary>
    public ulong LocalNonce { get; set; } = localNonce;

    /// <summary>The other end's nonce; 0 while it never answered.</summary>
    public ulong RemoteNonce { get; set; }

    /// <summary>The service identifier of this end.</summary>
    public Xid LocalSid { get; } = localSid;

    /// <summary>The other end.</summary>
    public Peer Peer { get; } = peer;

    /// <summary>The last node of the other end's address; what it keeps for ever.</summary>
    public Xid RemoteIntent { get; } = path.Confirmed.Intent;

    /// <summary>Where packets go.</summary>
    public PeerPath Path { get; set; } = path;

    /// <summary>When this end's own rebinding goes out.</summary>
    public RebindingSender Sender { get; } = sender;

    /// <summary>
    /// How many nodes an address of the other end may have, so that packets keep fitting into the MTU.
    /// </summary>
    public int MaximumNodes { get; init; } = path.Confirmed.NodeCount;

    /// <summary>Whether the other end opened it.</summary>
    public bool IsInbound { get; init; }

    /// <summary>
    /// Whether a packet with this end's nonce came back, so that the other end is not just a claim.
    /// </summary>
    public bool IsProven { get; set; }

    /// <summary>Whether it was taken out of the table.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>The datagram socket at this end, or null.</summary>
    public OverlayDatagramSocket? Socket { get; set; }

    /// <summary>The stream at this end, or null.</summary>
    public OverlayStream? Stream { get; set; }

    /// <summary>When it was last used.</summary>
    public Instant LastUsedAt { get; set; }

    /// <summary>This end's last rebinding as it went out, prefix included; null when none is open.</summary>
    public byte[]? Message { get; set; }

    /// <summary>The numbers of this end's last rebinding.</summary>
    public Delegations.Freshness SentFreshness { get; set; }

    /// <summary>What an acknowledgement of this end's last rebinding repeats.</summary>
    public ulong SentToken { get; set; }

    /// <summary>Whether a saved state left this end's rebinding unacknowledged.</summary>
    public bool NeedsRebinding { get; set; }

    /// <summary>What an acknowledgement of the other end's last rebinding repeats.</summary>
    public ulong AdoptedToken { get; set; }

    /// <summary>Whether the new place is to be asked.</summary>
    public bool OwesChallenge { get; set; }

    /// <summary>Whether the other end is to be told that its new place is in use.</summary>
    public bool OwesAcknowledgement { get; set; }

    /// <summary>The challenge that is to be answered, if any.</summary>
    public PathMessage? OwedAnswer { get; set; }

    /// <summary>Round trips to the other end.</summary>
    public RoundTripEstimator RoundTrip;

    /// <summary>Round trips that started earlier went another way.</summary>
    public Instant RoundTripsFrom { get; set; }

    /// <summary>The other end's clock as last heard.</summary>
    public uint PeerClock { get; set; }

    /// <summary>When that was heard, or null.</summary>
    public Instant? PeerClockAt { get; set; }

    /// <summary>
    /// The XIP header of its packets but for the payload's length; null when an address changed.
    /// </summary>
    public byte[]? Header { get; set; }

    /// <summary>Whether it stands in the queue of those that may have something to send.</summary>
    public bool IsReady { get; set; }

    /// <summary>The one behind it in that queue.</summary>
    public Association? NextReady { get; set; }

    /// <summary>The one used just after this one, or null.</summary>
    public Association? Newer { get; set; }

    /// <summary>The one used just before this one, or null.</summary>
    public Association? Older { get; set; }

    /// <summary>How many datagrams wait.</summary>
    public int QueuedDatagrams { get; private set; }

    /// <summary>The datagram to be sent next, or null.</summary>
    public QueuedDatagram? FirstDatagram => _firstDatagram;

    /// <summary>What the peer measures SRTT + 4·RTTVAR at; null before the first sample.</summary>
    public Duration? RoundTripTimeout => RoundTrip.HasSample ? RoundTrip.Timeout : null;

    /// <summary>The earliest of its deadlines.</summary>
    public Instant? NextTimeout => Instant.Earliest(
        Instant.Earliest(Sender.NextTimeout, Path.NextTimeout), Stream?.Machine.NextTimeout);

    /// <summary>What a check of a rebinding has to know of it.</summary>
    public RebindingContext Context =>
        new(Peer.Authority, RemoteIntent, Path.Newest, Path.IsAbandoned, MaximumNodes);

    /// <summary>Puts a datagram behind the others.</summary>
    public void Enqueue(QueuedDatagram datagram)
    {
        if (_lastDatagram is null)
        {
            _firstDatagram = datagram;
        }
        else
        {
            _lastDatagram.Next = datagram;
        }

        _lastDatagram = datagram;
        QueuedDatagrams++;
    }

    /// <summary>Takes the first datagram out; there is one.</summary>
    public QueuedDatagram Dequeue()
    {
        QueuedDatagram datagram = _firstDatagram!;
        _firstDatagram = datagram.Next;
        _lastDatagram = _firstDatagram is null ? null : _lastDatagram;
        datagram.Next = null;
        QueuedDatagrams--;
        return datagram;
    }
}
