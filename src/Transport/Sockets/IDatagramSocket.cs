using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>A place in a stack from which datagrams go out and at which they arrive.</summary>
public interface IDatagramSocket
{
    /// <summary>The longest payload that goes out in one packet, in bytes.</summary>
    int MaximumPayloadBytes { get; }

    /// <summary>Sends one datagram; the payload is copied before the call returns.</summary>
    DatagramOutcome TrySend(PeerToken peer, ReadOnlySpan<byte> payload, Instant now);

    /// <summary>Stops listening; later datagrams to this place are unreachable.</summary>
    void Close();
}
