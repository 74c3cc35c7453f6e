using System.Net;
using System.Net.Sockets;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A socket that waits for connections.</summary>
internal sealed class SocketListener(Poller poller, Socket socket, string? path, IRouterAcceptor acceptor)
    : IRouterListener, IPolled
{
    /// <inheritdoc/>
    public int Port { get; } = (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <inheritdoc/>
    public IRouterAcceptor Acceptor { get; set; } = acceptor;

    /// <inheritdoc/>
    public int Descriptor => (int)socket.Handle;

    /// <inheritdoc/>
    public bool WantsToWrite => false;

    /// <inheritdoc/>
    public void OnReadable()
    {
        try
        {
            Socket accepted = socket.Accept();
            accepted.Blocking = false;
            var connection = new SocketConnection(poller, accepted);
            connection.Receiver = Acceptor.OnConnected(connection);
            poller.Add(connection);
        }
        catch (SocketException)
        {
            // Whoever wanted to connect is gone again.
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        poller.Remove(this);
        socket.Dispose();
        if (path is not null)
        {
            File.Delete(path);
        }
    }
}
