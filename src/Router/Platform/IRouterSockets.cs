using Xia.Internet.Wire;

namespace Xia.Router.Platform;

/// <summary>Opens sockets for elements that talk to other programs; the driver provides it.</summary>
/// <remarks>Everything that comes in is told on the graph's thread, between firings.</remarks>
public interface IRouterSockets
{
    /// <summary>Waits for connections.</summary>
    /// <exception cref="IOException">It cannot; the message is the system's.</exception>
    IRouterListener Listen(ListenAddress address, IRouterAcceptor acceptor);

    /// <summary>Opens a UDP socket; port 0 is any free one.</summary>
    /// <exception cref="IOException">It cannot; the message is the system's.</exception>
    IRouterDatagrams OpenDatagrams(IpAddress address, int port, IDatagramReceiver receiver);
}
