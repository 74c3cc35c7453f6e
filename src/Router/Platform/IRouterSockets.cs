namespace Xia.Router.Platform;

/// <summary>Opens sockets for elements that talk to other programs; the driver provides it.</summary>
/// <remarks>
/// Everything that comes in is told on the graph's thread, between firings. What fails says which call failed
/// and why, in the system's words: <c>bind: Address already in use</c>.
/// </remarks>
public interface IRouterSockets
{
    /// <summary>Waits for connections at a place.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    IRouterListener Listen(SocketPlace place, SocketOptions options, IRouterAcceptor acceptor);

    /// <summary>Connects to a place.</summary>
    /// <param name="place">Who listens.</param>
    /// <param name="local">What it is bound to; null for anything.</param>
    /// <param name="options">What is wished of it.</param>
    /// <param name="acceptor">Is told of the connection before this returns.</param>
    /// <exception cref="IOException">It cannot, or nobody answers for some seconds.</exception>
    void Connect(SocketPlace place, SocketPlace? local, SocketOptions options, IRouterAcceptor acceptor);

    /// <summary>Takes over a connection that this process was started with.</summary>
    /// <param name="descriptor">Its file descriptor.</param>
    /// <param name="acceptor">Is told of the connection before this returns.</param>
    /// <exception cref="IOException">It is none.</exception>
    void Adopt(int descriptor, IRouterAcceptor acceptor);

    /// <summary>Opens a socket for datagrams: UDP, or Unix if a place is a file.</summary>
    /// <param name="target">Where it sends; null until somebody sent to it.</param>
    /// <param name="local">What it is bound to; null for anything.</param>
    /// <param name="options">What is wished of it.</param>
    /// <param name="receiver">Gets what arrives.</param>
    /// <exception cref="IOException">It cannot.</exception>
    IRouterDatagrams OpenDatagrams(
        SocketPlace? target, SocketPlace? local, SocketOptions options, IDatagramReceiver receiver);
}
