using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>What applications see of a host's stack, whichever architecture it speaks.</summary>
public interface ISocketLayer
{
    /// <summary>Looks up who a configured name stands for, such as <c>web.kv</c>.</summary>
    bool TryResolve(string name, out PeerToken peer);

    /// <summary>The configured name or the printed address of a peer, for reports.</summary>
    string Describe(PeerToken peer);

    /// <summary>Opens a place for datagrams.</summary>
    /// <param name="service">The configured local service, or null for one of the stack's choosing.</param>
    /// <param name="observer">Who hears what arrives.</param>
    /// <exception cref="ArgumentException">The service is unknown to this host or already open.</exception>
    IDatagramSocket OpenDatagram(string? service, IDatagramObserver observer);

    /// <summary>Starts a stream to a peer; it opens, or fails, later.</summary>
    IByteStream Connect(PeerToken peer, IByteStreamObserver observer, Instant now);

    /// <summary>Takes connections to a configured local service from now on.</summary>
    /// <exception cref="ArgumentException">
    /// The service is unknown to this host or already listening.
    /// </exception>
    void Listen(string service, IStreamAcceptor acceptor);

    /// <summary>
    /// A stream by its number, or null; how an application finds its streams again after an import.
    /// </summary>
    IByteStream? FindStream(long id);
}
