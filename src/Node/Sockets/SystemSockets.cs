using System.Net;
using System.Net.Sockets;
using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>The sockets of the system, told on the thread that polls.</summary>
public sealed class SystemSockets : IRouterSockets
{
    private const int Backlog = 16;
    private static readonly Duration LongestFinish = Duration.FromSeconds(1);

    private readonly Poller _poller;
    private readonly LingeringConnections _lingering = new();
    private readonly ConnectionOpener _opener;

    /// <summary>Sockets that a poller watches.</summary>
    public SystemSockets(Poller poller)
    {
        _poller = poller;
        _opener = new ConnectionOpener(poller, _lingering);
    }

    /// <summary>Closed connections that still send.</summary>
    internal int LingeringCount => _lingering.Count;

    /// <inheritdoc/>
    public IRouterListener Listen(SocketPlace place, SocketOptions options, IRouterAcceptor acceptor)
    {
        Socket socket = SocketMaker.Make(SocketType.Stream, place, options);
        try
        {
            SocketMaker.Bind(socket, place);
            SocketMaker.Try("listen", () => socket.Listen(Backlog));
            socket.Blocking = false;
            var listener = new SocketListener(_poller, socket, _opener, acceptor);
            _poller.Add(listener);
            return listener;
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Connect(
        SocketPlace place, SocketPlace? local, SocketOptions options, IRouterAcceptor acceptor)
    {
        Socket socket = SocketMaker.Make(SocketType.Stream, place, options);
        try
        {
            if (local is not null)
            {
                SocketMaker.Bind(socket, local);
            }

            SocketMaker.Connect(socket, place);
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }

        _opener.Open(socket, place, acceptor);
    }

    /// <inheritdoc/>
    public void Adopt(int descriptor, IRouterAcceptor acceptor) =>
        _opener.Open(SocketMaker.Adopt(descriptor), acceptor);

    /// <inheritdoc/>
    public IRouterDatagrams OpenDatagrams(
        SocketPlace? target, SocketPlace? local, SocketOptions options, IDatagramReceiver receiver)
    {
        SocketPlace any = local ?? target ?? new SocketPlace(null);
        Socket socket = SocketMaker.Make(SocketType.Dgram, any, options);
        try
        {
            // Only a bound UDP socket hears answers to it, and has a port.
            if ((local ?? (any.Path is null ? new SocketPlace(null) : null)) is { } own)
            {
                SocketMaker.Bind(socket, own);
            }

            socket.Blocking = false;
            EndPoint? aim = target is null ? null : SocketMaker.EndPointOf("connect", target);
            var datagrams = new DatagramSocket(_poller, socket, aim, receiver);
            _poller.Add(datagrams);
            return datagrams;
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// At the end of a run: lets closed connections send what is left, for a second at most.
    /// </summary>
    public void Finish(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        long start = time.GetTimestamp();
        while (LingeringCount > 0)
        {
            Duration left = LongestFinish - Duration.FromNanoseconds(
                time.GetElapsedTime(start).Ticks * TimeSpan.NanosecondsPerTick);
            if (left <= Duration.Zero)
            {
                _lingering.GiveUp();
                return;
            }

            _poller.Poll(left);
        }
    }
}
