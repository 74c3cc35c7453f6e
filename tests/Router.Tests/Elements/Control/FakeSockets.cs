using System.Text;
using Xia.Router.Platform;

namespace Xia.Router.Tests.Elements.Control;

/// <summary>Sockets of which some ports are taken.</summary>
internal sealed class FakeSockets(params int[] takenPorts) : IRouterSockets
{
    public List<FakeListener> Listeners { get; } = [];

    /// <summary>The only socket for datagrams; null for none.</summary>
    public IRouterDatagrams? Datagrams { get; init; }

    public IRouterListener Listen(SocketPlace place, SocketOptions options, IRouterAcceptor acceptor)
    {
        if (takenPorts.Contains(place.Port))
        {
            throw new IOException("bind: Address already in use");
        }

        var listener = new FakeListener(place.Port, acceptor);
        Listeners.Add(listener);
        return listener;
    }

    public void Connect(
        SocketPlace place, SocketPlace? local, SocketOptions options, IRouterAcceptor acceptor) =>
        throw new IOException("There is no network.");

    public void Adopt(int descriptor, IRouterAcceptor acceptor) =>
        throw new IOException("There is no network.");

    public IRouterDatagrams OpenDatagrams(
        SocketPlace? target, SocketPlace? local, SocketOptions options, IDatagramReceiver receiver) =>
        Datagrams ?? throw new IOException("There is no network.");

    internal sealed class FakeListener(int port, IRouterAcceptor acceptor) : IRouterListener
    {
        public int Port { get; } = port;

        public IRouterAcceptor Acceptor { get; set; } = acceptor;

        public bool IsPaused { get; set; }

        public bool IsDisposed { get; private set; }

        public FakeConnection Connect()
        {
            var connection = new FakeConnection();
            connection.Receiver = Acceptor.OnConnected(connection);
            return connection;
        }

        public void Dispose() => IsDisposed = true;
    }

    internal sealed class FakeConnection : IRouterConnection
    {
        private readonly StringBuilder _sent = new();

        public IConnectionReceiver Receiver { get; set; } = null!;

        public SocketPlace? Remote => null;

        public bool IsFull { get; set; }

        public bool IsPaused { get; set; }

        public bool IsClosed { get; private set; }

        /// <summary>Whether it takes nothing.</summary>
        public bool Refuses { get; set; }

        public string TakeSent()
        {
            string sent = _sent.ToString();
            _sent.Clear();
            return sent;
        }

        public string Ask(string text)
        {
            TakeSent();
            Receiver.OnReceived(Encoding.Latin1.GetBytes(text));
            return TakeSent();
        }

        public bool Send(ReadOnlySpan<byte> bytes)
        {
            if (Refuses)
            {
                return false;
            }

            _sent.Append(Encoding.Latin1.GetString(bytes));
            return true;
        }

        public void Close() => IsClosed = true;
    }
}
