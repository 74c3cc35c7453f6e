using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Internet.Hosts;

/// <summary>A TCP connection: a stream machine, its addresses and its window scales.</summary>
internal sealed class TcpConnection(
    TcpLayer layer, long id, PeerToken peer, FlowKey key, StreamMachine machine)
    : StreamEndpoint(id, peer, machine)
{
    /// <summary>Addresses and ports.</summary>
    public FlowKey Key { get; } = key;

    /// <summary>Whether the peer opened it.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>Whether it is a peer's whose handshake is not complete.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>
    /// Whether the application has heard of it; those that it opened itself it knows from the start.
    /// </summary>
    public bool IsAnnounced { get; set; }

    /// <summary>
    /// Whether the window scale option is in our SYN: always when we open, else if the peer's had it.
    /// </summary>
    public bool OffersWindowScale { get; set; } = true;

    /// <summary>How far our window field is shifted; 0 until both sides have offered to.</summary>
    public byte OwnWindowScale { get; set; }

    /// <summary>How far the peer's window field is shifted; 0 until both sides have offered to.</summary>
    public byte PeerWindowScale { get; set; }

    /// <inheritdoc/>
    protected override void OnUsed(Instant now) => layer.OnUsed(this);
}
