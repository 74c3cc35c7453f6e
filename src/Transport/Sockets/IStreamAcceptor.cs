using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>A service that takes connections.</summary>
public interface IStreamAcceptor
{
    /// <summary>A peer connected; set <see cref="IByteStream.Observer"/> here.</summary>
    void OnAccepted(IByteStream stream, Instant now);

    /// <summary>
    /// A stream accepted before a move lives on in this copy of the stack; set its observer here.
    /// </summary>
    void OnRestored(IByteStream stream, Instant now);
}
