using System.Net;
using System.Net.Sockets;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>The sockets of the system, told on the thread that polls.</summary>
public sealed class SystemSockets(Poller poller) : IRouterSockets
{
    private const int Backlog = 16;

    /// <inheritdoc/>
    public IRouterListener Listen(ListenAddress address, IRouterAcceptor acceptor)
    {
        ArgumentNullException.ThrowIfNull(address);
        Socket? socket = null;
        try
        {
            socket = address.Path is { } path ? BindFile(path) : BindPort(address);
            socket.Listen(Backlog);
            socket.Blocking = false;
            var listener = new SocketListener(poller, socket, address.Path, acceptor);
            poller.Add(listener);
            return listener;
        }
        catch (SocketException wrong)
        {
            socket?.Dispose();
            throw new IOException(wrong.Message);
        }
    }

    /// <inheritdoc/>
    public IRouterDatagrams OpenDatagrams(IpAddress address, int port, IDatagramReceiver receiver)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(DatagramSocket.Place(address, port));
            socket.Blocking = false;
            var datagrams = new DatagramSocket(poller, socket, receiver);
            poller.Add(datagrams);
            return datagrams;
        }
        catch (SocketException wrong)
        {
            socket.Dispose();
            throw new IOException(wrong.Message);
        }
    }

    private static Socket BindPort(ListenAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address.OnlyLocal ? IPAddress.Loopback : IPAddress.Any, address.Port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket BindFile(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception wrong) when (wrong is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw wrong is SocketException ? wrong : new IOException("File name too long");
        }
    }
}
