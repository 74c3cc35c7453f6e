using Xia.Kernel.Time;
using Xia.Overlay.Identifiers;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Hosts;

/// <summary>A place for datagrams in an <see cref="OverlayStack"/>.</summary>
internal sealed class OverlayDatagramSocket(
    int number, string? service, Xid sid, IDatagramObserver observer, OverlayStack stack) : IDatagramSocket
{
    /// <summary>
    /// Which of the stack's sockets it is, in the order of opening; how a saved state names it.
    /// </summary>
    public int Number { get; } = number;

    /// <summary>The local service, or null.</summary>
    public string? Service { get; } = service;

    /// <summary>The service identifier under which it sends.</summary>
    public Xid Sid { get; } = sid;

    /// <summary>The application.</summary>
    public IDatagramObserver Observer { get; } = observer;

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Its associations with peers that it wrote to by name, by the peer's token.</summary>
    public Dictionary<int, Association> Associations { get; } = [];

    /// <inheritdoc/>
    public int MaximumPayloadBytes => stack.MaximumDatagramBytes;

    /// <inheritdoc/>
    public DatagramOutcome TrySend(PeerToken peer, ReadOnlySpan<byte> payload, Instant now)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return stack.SendDatagram(this, peer, payload, now);
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            stack.CloseSocket(this);
        }
    }
}
