using System.Net;
using System.Net.Sockets;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>A socket that waits for connections.</summary>
internal sealed class SocketListener(
    Poller poller, Socket socket, ConnectionOpener opener, IRouterAcceptor acceptor)
    : IRouterListener, IPolled
{
    /// <inheritdoc/>
    public int Port { get; } = (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <inheritdoc/>
    public IRouterAcceptor Acceptor { get; set; } = acceptor;

    /// <inheritdoc/>
    public bool IsPaused { get; set; }

    /// <inheritdoc/>
    public int Descriptor { get; } = (int)socket.Handle;

    /// <inheritdoc/>
    public bool WantsToRead => !IsPaused;

    /// <inheritdoc/>
    public bool WantsToWrite => false;

    /// <inheritdoc/>
    public void OnReadable()
    {
        Socket accepted;
        try
        {
            accepted = socket.Accept();
        }
        catch (SocketException)
        {
            // Whoever wanted to connect is gone again.
            return;
        }

        opener.Open(accepted, Acceptor);
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        poller.Remove(this);

        // The file of a Unix socket goes with it.
        socket.Dispose();
    }
}
