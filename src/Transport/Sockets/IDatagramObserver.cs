using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>The application behind an <see cref="IDatagramSocket"/>.</summary>
public interface IDatagramObserver
{
    /// <summary>A datagram arrived; the payload is valid only during the call.</summary>
    void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now);

    /// <summary>The network said that a peer cannot be reached now; a report, not a verdict.</summary>
    void OnUnreachable(PeerToken peer, Instant now);
}
