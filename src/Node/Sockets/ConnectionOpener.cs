using System.Net;
using System.Net.Sockets;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>Makes connections of connected sockets.</summary>
internal sealed class ConnectionOpener(Poller poller, LingeringConnections lingering)
{
    /// <summary>Watches a connected socket from now on, and tells of it.</summary>
    public void Open(Socket socket, IRouterAcceptor acceptor) => Open(socket, RemoteOf(socket), acceptor);

    /// <summary>The same; who is at the other end is known.</summary>
    public void Open(Socket socket, SocketPlace? remote, IRouterAcceptor acceptor)
    {
        socket.Blocking = false;
        var connection = new SocketConnection(poller, socket, remote, lingering);

        // First, as the acceptor may close it.
        poller.Add(connection);
        connection.Receiver = acceptor.OnConnected(connection);
    }

    private static SocketPlace? RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint { AddressFamily: AddressFamily.InterNetwork } remote
                ? new SocketPlace(null, IpAddress.Read(remote.Address.GetAddressBytes()), remote.Port)
                : null;
        }
        catch (SocketException)
        {
            // It was cut while it waited to be accepted.
            return null;
        }
    }
}
