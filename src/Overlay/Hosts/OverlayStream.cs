using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>A byte stream between two service identifiers.</summary>
internal sealed class OverlayStream(long id, PeerToken peer, StreamMachine machine, OverlayStack stack)
    : StreamEndpoint(id, peer, machine)
{
    /// <summary>Its association; null once the stack has forgotten it.</summary>
    public Association? Association { get; set; }

    /// <summary>The local service that accepted it, or null for a stream that was opened here.</summary>
    public string? Service { get; set; }

    /// <summary>Whether the service has been told of it.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>Whether it is over and out of the stack.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether its news wait to be told.</summary>
    public bool IsChanged { get; set; }

    /// <inheritdoc/>
    protected override void OnUsed(Instant now) => stack.OnStreamUsed(this, now);
}
