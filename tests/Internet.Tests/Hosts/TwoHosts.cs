using System.Buffers;
using Xia.Internet.Hosts;
using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Internet.Tests.Hosts;

/// <summary>A client and a server stack over a virtual link; every failure text contains the seed.</summary>
internal sealed class TwoHosts
{
    public const int StepLimit = 3_000_000;
    public const ushort ServicePort = 7;

    private readonly PriorityQueue<(bool ToServer, byte[] Packet), (long At, long Number)> _arrivals = new();
    private readonly RandomStream _random;
    private readonly byte[] _packet = new byte[1500];
    private long _arrivalCount;
    private int _steps;

    public TwoHosts(
        ulong seed,
        StreamOptions? streams = null,
        Func<InternetStackOptions,
        InternetStackOptions>? change = null)
    {
        Seed = seed;
        _random = new RandomRoot(seed).Stream("hosts");
        Streams = streams ?? new StreamOptions();
        Change = change ?? (options => options);
        Client = MakeStack("10.1.0.2", "client");
        Server = MakeStack("10.2.0.3", "server");
        _ = Client.TryResolve("echo", out PeerToken token);
        Echo = token;
    }

    public ulong Seed { get; }

    public StreamOptions Streams { get; }

    public Func<InternetStackOptions, InternetStackOptions> Change { get; }

    public InternetStack Client { get; private set; }

    public InternetStack Server { get; private set; }

    public PeerToken Echo { get; }

    public Instant Now { get; private set; }

    public Duration Delay { get; set; } = Duration.FromMilliseconds(5);

    public long LossPartsPerBillion { get; set; }

    /// <summary>Whether packets to the server are lost.</summary>
    public bool IsCut { get; set; }

    /// <summary>Every packet sent, lost ones too.</summary>
    public List<(bool ByClient, byte[] Packet)> Trace { get; } = [];

    public bool IsTracing { get; set; } = true;

    public InternetStack MakeStack(string address, string name) => new(Change(new InternetStackOptions
    {
        Address = IpAddress.Parse(address),
        Random = new RandomRoot(Seed).Stream(name),
        Streams = Streams,
        Names = new Dictionary<string, InternetPeer>
        {
            ["echo"] = new(IpAddress.Parse("10.2.0.3"), ServicePort),
        },
        Services = new Dictionary<string, ushort> { ["echo"] = ServicePort, ["other"] = 8 },
    }));

    public void Drain()
    {
        DrainOne(Client, byClient: true);
        DrainOne(Server, byClient: false);
    }

    public bool Step()
    {
        Drain();
        Assert.That(++_steps, Is.LessThan(StepLimit), () => $"seed {Seed}: too many steps, at {Now}");
        Instant? next = Instant.Earliest(Client.NextTimeout, Server.NextTimeout);
        bool hasArrival = _arrivals.TryPeek(out var arrival, out (long At, long Number) key);
        next = hasArrival ? Instant.Earliest(next, new Instant(key.At)) : next;
        if (next is not { } at)
        {
            return false;
        }

        Now = Instant.Max(Now, at);
        if (hasArrival && key.At <= Now.Nanoseconds)
        {
            _arrivals.Dequeue();
            (arrival.ToServer ? Server : Client).OnPacket(arrival.Packet, Now);
        }
        else
        {
            Client.OnTimeout(Now);
            Server.OnTimeout(Now);
        }

        Drain();
        return true;
    }

    public void RunUntil(Func<bool> isDone)
    {
        Drain();
        while (!isDone())
        {
            Assert.That(Step(), Is.True, () => $"seed {Seed}: nothing more happens, at {Now}");
        }
    }

    public void RunToRest()
    {
        while (Step())
        {
        }
    }

    /// <summary>Replaces the server by a copy that has only its exported state, after a pause.</summary>
    public void MoveServer(Duration pause, Action<InternetStack> open)
    {
        Drain();
        byte[] state = Export(Server, Now);
        Now += pause;
        Server = MakeStack("10.2.0.3", "server-copy");
        open(Server);
        var reader = new MessagePackReader(state);
        Server.Import(ref reader, Now);
        Assert.That(reader.End, Is.True);
    }

    /// <summary>Replaces the client in the same way.</summary>
    public void MoveClient(Duration pause, Action<InternetStack> open)
    {
        Drain();
        byte[] state = Export(Client, Now);
        Now += pause;
        Client = MakeStack("10.1.0.2", "client-copy");
        open(Client);
        var reader = new MessagePackReader(state);
        Client.Import(ref reader, Now);
        Assert.That(reader.End, Is.True);
    }

    public static byte[] Export(InternetStack stack, Instant now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        stack.Export(ref writer, now);
        return buffer.WrittenSpan.ToArray();
    }

    public static long CounterOf(InternetStack stack, string name) =>
        stack.Counters.Single(counter => counter.Name == name).Value;

    private void DrainOne(InternetStack stack, bool byClient)
    {
        while (stack.TryTakePacket(_packet, Now, out int lengthBytes))
        {
            Assert.That(++_steps, Is.LessThan(StepLimit), () => $"seed {Seed}: too many packets, at {Now}");
            byte[] packet = _packet[..lengthBytes];
            if (IsTracing)
            {
                Trace.Add((byClient, packet));
            }

            if (!_random.NextChance(LossPartsPerBillion) && !(IsCut && byClient))
            {
                _arrivals.Enqueue((byClient, packet), ((Now + Delay).Nanoseconds, _arrivalCount++));
            }
        }
    }
}
