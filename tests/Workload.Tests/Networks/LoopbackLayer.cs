using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Workload.Tests.Networks;

/// <summary>
/// A fake stack; a token's value is the other stack's number × 1000, plus the number of the socket there.
/// </summary>
internal sealed class LoopbackLayer(LoopbackNetwork network, string name, int number) : ISocketLayer
{
    private const int Sockets = 1000;

    private readonly Dictionary<string, int> _services = [];
    private readonly Dictionary<string, IStreamAcceptor> _acceptors = [];
    private readonly Dictionary<int, IDatagramObserver> _observers = [];
    private readonly SortedDictionary<long, LoopbackStream> _streams = [];
    private int _datagrams;
    private int _nextSocket = 1;
    private long _nextStream = 1;

    public string Name { get; } = name;

    public int BufferBytes { get; set; } = 16 * 1024;

    public IEnumerable<LoopbackStream> Streams => _streams.Values;

    public bool TryResolve(string name, out PeerToken peer)
    {
        string[] parts = name.Split('.');
        LoopbackLayer? other = network.Find(parts[0]);
        peer = other is not null && other._services.TryGetValue(parts[1], out int socket)
            ? other.Token(socket) : default;
        return peer != default;
    }

    public string Describe(PeerToken peer) => $"{network[peer.Value / Sockets].Name}:{peer.Value % Sockets}";

    public IDatagramSocket OpenDatagram(string? service, IDatagramObserver observer)
    {
        int socket = service is null ? _nextSocket++ : SocketOf(service);
        _observers[socket] = observer;
        return new Socket(this, socket);
    }

    public IByteStream Connect(PeerToken peer, IByteStreamObserver observer, Instant now)
    {
        LoopbackStream stream = Add(peer);
        stream.Observer = observer;
        LoopbackLayer other = network[peer.Value / Sockets];
        network.After(network.Delay, () => other.Accept(stream, peer.Value % Sockets, Token(0)));
        return stream;
    }

    public void Listen(string service, IStreamAcceptor acceptor)
    {
        SocketOf(service);
        _acceptors[service] = acceptor;
    }

    public IByteStream? FindStream(long id) => _streams.GetValueOrDefault(id);

    /// <summary>Puts another application in the place of a service's, as after a move.</summary>
    public void Replace(string service, IDatagramObserver observer, IStreamAcceptor acceptor)
    {
        _observers[_services[service]] = observer;
        _acceptors[service] = acceptor;
        foreach (LoopbackStream stream in _streams.Values.ToArray())
        {
            acceptor.OnRestored(stream, network.Now);
        }
    }

    public void Wake()
    {
        foreach (LoopbackStream stream in _streams.Values)
        {
            stream.Push();
        }
    }

    private void Accept(LoopbackStream from, int socket, PeerToken peer)
    {
        string? service = _services.FirstOrDefault(pair => pair.Value == socket).Key;
        if (service is null || !_acceptors.TryGetValue(service, out IStreamAcceptor? acceptor))
        {
            network.After(network.Delay, () => from.Fail(StreamFailure.Refused));
            return;
        }

        LoopbackStream stream = Add(peer);
        stream.Join(from);
        acceptor.OnAccepted(stream, network.Now);
        network.After(network.Delay, () => from.Opened());
    }

    private LoopbackStream Add(PeerToken peer)
    {
        LoopbackStream stream = new(network, _nextStream++, peer, BufferBytes);
        _streams[stream.Id] = stream;
        return stream;
    }

    private int SocketOf(string service)
    {
        if (!_services.TryGetValue(service, out int socket))
        {
            _services[service] = socket = _nextSocket++;
        }

        return socket;
    }

    private PeerToken Token(int socket) => new((number * Sockets) + socket);

    private DatagramOutcome Send(int socket, PeerToken peer, ReadOnlySpan<byte> payload)
    {
        _datagrams++;
        bool isLost = network.IsCut || (network.LoseEvery > 0 && _datagrams % network.LoseEvery == 0);
        int copies = isLost ? 0 : network.RepeatEvery > 0 && _datagrams % network.RepeatEvery == 0 ? 2 : 1;
        byte[] bytes = payload.ToArray();
        LoopbackLayer other = network[peer.Value / Sockets];
        for (; copies > 0; copies--)
        {
            network.After(network.Delay, () =>
            {
                if (other._observers.TryGetValue(peer.Value % Sockets, out IDatagramObserver? observer))
                {
                    observer.OnDatagram(Token(socket), bytes, network.Now);
                }
            });
        }

        return DatagramOutcome.Sent;
    }

    private sealed class Socket(LoopbackLayer layer, int number) : IDatagramSocket
    {
        public int MaximumPayloadBytes => 1400;

        public DatagramOutcome TrySend(PeerToken peer, ReadOnlySpan<byte> payload, Instant now) =>
            payload.Length > MaximumPayloadBytes ? DatagramOutcome.TooLong
                : layer.Send(number, peer, payload);

        public void Close() => layer._observers.Remove(number);
    }
}
