using System.Text;
using Xia.Internet.Wire;
using Xia.Router.Platform;

namespace Xia.Router.Tests.Elements.Control;

/// <summary>Sockets of which some ports are taken.</summary>
internal sealed class FakeSockets(params int[] takenPorts) : IRouterSockets
{
    public List<FakeListener> Listeners { get; } = [];

    public IRouterListener Listen(ListenAddress address, IRouterAcceptor acceptor)
    {
        if (takenPorts.Contains(address.Port))
        {
            throw new IOException("Address already in use");
        }

        var listener = new FakeListener(address.Port, acceptor);
        Listeners.Add(listener);
        return listener;
    }

    public IRouterDatagrams OpenDatagrams(IpAddress address, int port, IDatagramReceiver receiver) =>
        throw new IOException("There is no network.");

    internal sealed class FakeListener(int port, IRouterAcceptor acceptor) : IRouterListener
    {
        public int Port { get; } = port;

        public IRouterAcceptor Acceptor { get; set; } = acceptor;

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

        public bool IsClosed { get; private set; }

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

        public void Send(ReadOnlySpan<byte> bytes) => _sent.Append(Encoding.Latin1.GetString(bytes));

        public void Close() => IsClosed = true;
    }
}
