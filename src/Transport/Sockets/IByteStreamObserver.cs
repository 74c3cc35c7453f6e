using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>The application at one end of a byte stream.</summary>
public interface IByteStreamObserver
{
    /// <summary>
    /// Something about the stream changed: it opened, bytes arrived or were acknowledged, the peer closed, it
    /// broke. Called after the fact and never from within a call of the same stream's methods.
    /// </summary>
    void OnStreamChanged(IByteStream stream, Instant now);
}
