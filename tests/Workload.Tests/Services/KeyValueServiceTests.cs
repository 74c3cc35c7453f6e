using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Transport.Sockets;
using Xia.Workload.Clients;
using Xia.Workload.Services;
using Xia.Workload.Tests.Guests;
using Xia.Workload.Tests.Networks;

namespace Xia.Workload.Tests.Services;

internal sealed class KeyValueServiceTests
{
    private const int Pages = 100;

    [Test]
    public void OnDatagram_GetAndSet_AnswersByNumber()
    {
        Bench bench = new();
        bench.Ask(KeyValueOperation.Get, 5, 1);
        bench.Ask(KeyValueOperation.Set, 5, 2, new byte[20]);
        bench.Ask(KeyValueOperation.Get, 5, 3);
        bench.Ask(KeyValueOperation.Get, 999, 4);
        Assert.That(
            bench.Answers,
            Is.EqualTo(new[] { "1 Done 64", "2 Done 8", "3 Done 20", "4 NotFound 0" }));
    }

    [Test]
    public void OnDatagram_Hostile_IsCountedAndDropped()
    {
        Bench bench = new();
        RandomStream random = new RandomRoot(3).Stream("hostile");
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] bytes = new byte[random.NextInt32(200)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
            {
                bytes[0] = 1;
            }

            bench.Service.OnDatagram(new PeerToken(1), bytes, Instant.Zero);
        }

        Assert.That(bench.Service.Counters.MalformedDatagrams, Is.GreaterThan(4900));
        Assert.That(bench.Service.Store.CheckIntegrity().IsSound);
    }

    [Test]
    public void OnDatagram_PageMissing_WaitsInOrderAndBounded()
    {
        Bench bench = new();
        bench.Memory.Missing.UnionWith(Enumerable.Range(0, Pages));
        for (int number = 0; number < KeyValueService.MaximumWaitingDatagrams + 10; number++)
        {
            bench.Ask(KeyValueOperation.Get, number % 100, (ulong)number);
        }

        Assert.That(bench.Answers, Is.Empty);
        Assert.That(bench.Service.WaitingDatagrams, Is.EqualTo(KeyValueService.MaximumWaitingDatagrams));
        Assert.That(bench.Service.Counters.OverflowedDatagrams, Is.EqualTo(10));
        while (bench.Service.WaitsForPage is { } page)
        {
            bench.Memory.Missing.Remove(page);
            bench.Service.OnPagePresent(page, bench.Network.Now);
        }

        bench.Network.Run(bench.Network.Now + Duration.FromMilliseconds(5));
        Assert.That(bench.Answers.Select(answer => int.Parse(answer.Split(' ')[0])),
            Is.EqualTo(Enumerable.Range(0, 256)));
    }

    [Test]
    public void OnStreamChanged_GarbageOnAStream_AbortsThatStreamAlone()
    {
        Bench bench = new();
        IByteStream bad = bench.Client.Connect(bench.Peer, bench.Listener, bench.Network.Now);
        IByteStream good = bench.Client.Connect(bench.Peer, bench.Listener, bench.Network.Now);
        bad.Write("GET / HTTP/1.1\r\n\r\n"u8, bench.Network.Now);
        byte[] request = Bench.Request(KeyValueOperation.Get, 1, 9, []);
        good.Write(request, bench.Network.Now);
        bench.Network.Run(bench.Network.Now + Duration.FromMilliseconds(20));
        Assert.Multiple(() =>
        {
            Assert.That(bad.Status, Is.EqualTo(StreamStatus.Failed));
            Assert.That(bench.Service.Counters.MalformedStreams, Is.EqualTo(1));
            Assert.That(good.ReadableBytes, Is.EqualTo(16 + 64));
            Assert.That(bench.Service.StreamCount, Is.EqualTo(1));
        });
    }

    [Test]
    public void OnAccepted_TooManyStreams_RefusesTheRest()
    {
        Bench bench = new();
        for (int stream = 0; stream < KeyValueService.MaximumStreams + 3; stream++)
        {
            bench.Client.Connect(bench.Peer, bench.Listener, bench.Network.Now);
        }

        bench.Network.Run(bench.Network.Now + Duration.FromMilliseconds(5));
        Assert.That(bench.Service.StreamCount, Is.EqualTo(KeyValueService.MaximumStreams));
        Assert.That(bench.Service.Counters.RefusedStreams, Is.EqualTo(3));
    }

    [Test]
    public void OnStreamChanged_PeerCloses_AnswersAndCloses()
    {
        Bench bench = new();
        IByteStream stream = bench.Client.Connect(bench.Peer, bench.Listener, bench.Network.Now);
        stream.Write(Bench.Request(KeyValueOperation.Get, 1, 9, []), bench.Network.Now);
        stream.CloseWrite(bench.Network.Now);
        bench.Network.Run(bench.Network.Now + Duration.FromMilliseconds(20));
        Assert.That(stream.ReadableBytes, Is.EqualTo(16 + 64));
        Assert.That(bench.Service.StreamCount, Is.Zero);
    }

    [Test]
    public void Import_InTheMiddleOfRequestsAndAnswers_LosesNothing(
        [Range(3, 43, 4)] int milliseconds, [Values] bool streamsFirst)
    {
        Bench bench = new(bufferBytes: 700);
        StreamClient client = new(bench.Client, bench.Peer, new StreamOptions
        {
            RateBitsPerSecond = 5_000_000,
            ValueBytes = 500,
            Stop = Instant.Zero + Duration.FromMilliseconds(60),
        });
        (Func<Instant?>, Action<Instant>) timer = (() => client.NextTimeout, client.OnTimeout);
        bench.Network.Run(Instant.Zero + Duration.FromMilliseconds(milliseconds), timer);
        RecordingMemory memory = new(Pages);
        memory.CopyFrom(bench.Memory);
        KeyValueService moved = new(memory, 0, Pages);
        byte[] state = bench.Export();
        if (streamsFirst)
        {
            moved.Open(bench.Server, "kv");
            bench.Server.Replace("kv", moved, moved);
            Import(moved, state);
        }
        else
        {
            moved.Open(bench.Server, "kv");
            Import(moved, state);
            bench.Server.Replace("kv", moved, moved);
        }

        moved.OnResumed(bench.Network.Now);
        bench.Network.Run(Instant.Zero + Duration.FromSeconds(2), timer);
        Assert.Multiple(() =>
        {
            Assert.That(client.Results.State, Is.EqualTo(StreamClientState.Finished),
                client.Results.Reason.ToString());
            Assert.That(client.Results.Answers, Is.EqualTo(client.Results.Requests));
            Assert.That(moved.Store.CheckIntegrity().IsSound);
        });
    }

    [Test]
    public void Import_EveryTruncation_IsRefused()
    {
        Bench bench = new();
        bench.Memory.Missing.UnionWith(Enumerable.Range(0, Pages));
        bench.Ask(KeyValueOperation.Get, 1, 1);
        byte[] state = bench.Export();
        for (int length = 0; length < state.Length; length++)
        {
            byte[] piece = state[..length];
            KeyValueService other = new(new GuestMemory(Pages), 0, Pages);
            Assert.Throws<MessagePackSerializationException>(() => Import(other, piece), $"{length} bytes");
        }
    }

    [Test]
    public void Import_WaitingDatagrams_AreAnsweredAfterTheResume()
    {
        Bench bench = new();
        bench.Memory.Missing.UnionWith(Enumerable.Range(0, Pages));
        bench.Ask(KeyValueOperation.Get, 1, 41);
        bench.Memory.Missing.Clear();
        RecordingMemory memory = new(Pages);
        memory.CopyFrom(bench.Memory);
        KeyValueService moved = new(memory, 0, Pages);
        moved.Open(bench.Server, "kv");
        Import(moved, bench.Export());
        bench.Server.Replace("kv", moved, moved);
        moved.OnResumed(bench.Network.Now);
        bench.Network.Run(bench.Network.Now + Duration.FromMilliseconds(5));
        Assert.That(bench.Answers, Is.EqualTo(new[] { "41 Done 64" }));
    }

    private static void Import(KeyValueService service, byte[] state)
    {
        MessagePackReader reader = new(state);
        service.Import(ref reader);
        Assert.That(reader.End);
    }

    private sealed class Bench : IDatagramObserver
    {
        private readonly IDatagramSocket _socket;

        public Bench(int bufferBytes = 16 * 1024)
        {
            Memory = new RecordingMemory(Pages);
            Service = new KeyValueService(Memory, 0, Pages);
            Service.Preload(200, 64);
            Server = Network.Add("web");
            Client = Network.Add("client");
            Server.BufferBytes = Client.BufferBytes = bufferBytes;
            Service.Open(Server, "kv");
            Assert.That(Client.TryResolve("web.kv", out PeerToken peer));
            Peer = peer;
            _socket = Client.OpenDatagram(null, this);
        }

        public LoopbackNetwork Network { get; } = new();

        public RecordingMemory Memory { get; }

        public KeyValueService Service { get; }

        public LoopbackLayer Server { get; }

        public LoopbackLayer Client { get; }

        public PeerToken Peer { get; }

        public List<string> Answers { get; } = [];

        public IByteStreamObserver Listener { get; } = new Silence();

        public static byte[] Request(KeyValueOperation operation, long key, ulong number, byte[] value)
        {
            byte[] bytes = new byte[24 + value.Length];
            byte[] name = new byte[8];
            NumberedValue.WriteKey(name, key);
            KeyValueFrame.WriteRequest(bytes, operation, name, value.Length, number);
            value.CopyTo(bytes, 24);
            return bytes;
        }

        public void Ask(KeyValueOperation operation, long key, ulong number, byte[]? value = null)
        {
            _socket.TrySend(Peer, Request(operation, key, number, value ?? []), Network.Now);
            Network.Run(Network.Now + Duration.FromMilliseconds(3));
        }

        public byte[] Export()
        {
            ArrayBufferWriter<byte> output = new();
            MessagePackWriter writer = new(output);
            Service.Export(ref writer);
            return output.WrittenSpan.ToArray();
        }

        public void OnDatagram(PeerToken from, ReadOnlySpan<byte> payload, Instant now)
        {
            Assert.That(KeyValueFrame.TryReadHeader(payload, out KeyValueFrame answer) && answer.IsAnswer);
            Answers.Add($"{answer.Number} {(KeyValueStatus)answer.Code} {answer.ValueBytes}");
        }

        public void OnUnreachable(PeerToken peer, Instant now)
        {
        }

        private sealed class Silence : IByteStreamObserver
        {
            public void OnStreamChanged(IByteStream stream, Instant now)
            {
            }
        }
    }
}
