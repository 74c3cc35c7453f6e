using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

internal sealed class InternetStackStreamTests
{
    [Test]
    public void Connect_ListeningService_EchoesAndCloses()
    {
        var hosts = new TwoHosts(1);
        var service = new EchoService();
        hosts.Server.Listen("echo", service);
        var client = new EchoClient(300_000, hosts.Seed);
        client.Start(hosts);
        Assert.That(client.Stream!.Status, Is.EqualTo(StreamStatus.Opening));
        hosts.RunUntil(() => client.IsDone);
        hosts.RunToRest();
        Assert.Multiple(() =>
        {
            Assert.That(service.AcceptedCount, Is.EqualTo(1));
            Assert.That(hosts.Client.ConnectionCount + hosts.Server.ConnectionCount, Is.Zero);
            Assert.That(hosts.Client.NextTimeout, Is.Null);
            Assert.That(hosts.Client.Describe(hosts.Echo), Is.EqualTo("echo"));
        });
    }

    [Test]
    public void Handshake_Options_AreOfferedOnceAndWindowsScaled()
    {
        var hosts = new TwoHosts(2);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(100, hosts.Seed);
        client.Start(hosts);
        hosts.RunUntil(() => client.IsDone);
        TcpHeader[] headers = [.. hosts.Trace.Select(sent => Read(sent.Packet))];
        Assert.Multiple(() =>
        {
            Assert.That(headers[0].Flags, Is.EqualTo(TcpFlags.Syn));
            Assert.That(headers[0].MaximumSegmentBytes, Is.EqualTo(1460));
            Assert.That(headers[0].WindowScale, Is.EqualTo(5));
            Assert.That(headers[0].Window, Is.EqualTo(65_535));
            Assert.That(headers[1].Flags, Is.EqualTo(TcpFlags.Syn | TcpFlags.Ack));
            Assert.That(headers[1].WindowScale, Is.EqualTo(5));
            Assert.That(
                headers.Skip(2).All(h => h.WindowScale is null && h.MaximumSegmentBytes == 0), Is.True);
            Assert.That(headers[2].Window, Is.EqualTo(1048576 >> 5));
        });
    }

    [Test]
    public void Connect_NobodyListens_IsRefusedByReset()
    {
        var hosts = new TwoHosts(3);
        var observer = new StreamWatcher();
        IByteStream stream = hosts.Client.Connect(hosts.Echo, observer, hosts.Now);
        hosts.RunToRest();
        Assert.That(stream.Failure, Is.EqualTo(StreamFailure.Refused));
        Assert.That(observer.Changes, Is.EqualTo(1));
        Assert.That(hosts.Now, Is.EqualTo(new Instant(10_000_000)));
        Assert.That(TwoHosts.CounterOf(hosts.Server, "NoTcpConnection"), Is.EqualTo(1));
    }

    [Test]
    public void Connect_NoAnswer_TimesOutAfterSevenSyns()
    {
        var hosts = new TwoHosts(4) { IsCut = true };
        IByteStream stream = hosts.Client.Connect(hosts.Echo, new StreamWatcher(), hosts.Now);
        hosts.RunToRest();
        Assert.That(stream.Failure, Is.EqualTo(StreamFailure.TimedOut));
        Assert.That(hosts.Trace, Has.Count.EqualTo(7));
    }

    [Test]
    public void Abort_OpenStream_ResetsThePeer()
    {
        var hosts = new TwoHosts(5);
        var service = new EchoService();
        hosts.Server.Listen("echo", service);
        var observer = new StreamWatcher();
        IByteStream stream = hosts.Client.Connect(hosts.Echo, observer, hosts.Now);
        hosts.RunUntil(() => service.AcceptedCount == 1);
        stream.Abort(hosts.Now);
        hosts.RunToRest();
        Assert.That(service.FailedCount, Is.EqualTo(1));
        Assert.That(stream.Failure, Is.EqualTo(StreamFailure.Aborted));
        Assert.That(hosts.Client.ConnectionCount + hosts.Server.ConnectionCount, Is.Zero);
    }

    [Test]
    public void Transfer_HundredStreamsUnderLoss_AllComplete([Values(0, 2, 5)] int lossPercent)
    {
        var hosts = new TwoHosts((ulong)(100 + lossPercent))
        {
            LossPartsPerBillion = lossPercent * 10_000_000L,
            IsTracing = false,
        };
        var service = new EchoService();
        hosts.Server.Listen("echo", service);
        EchoClient[] clients =
            [.. Enumerable.Range(0, 100).Select(i => new EchoClient(30_000 + i, hosts.Seed))];
        foreach (EchoClient client in clients)
        {
            client.Start(hosts);
        }

        hosts.RunUntil(() => clients.All(c => c.IsDone));
        hosts.RunToRest();
        Assert.That(service.AcceptedCount, Is.EqualTo(100));
        Assert.That(hosts.Client.ConnectionCount + hosts.Server.ConnectionCount, Is.Zero);
    }

    [Test]
    public void MoveServer_MidTransfer_EverythingContinues([Range(1, 12)] int seed, [Values] bool kicks)
    {
        var hosts = new TwoHosts((ulong)seed) { LossPartsPerBillion = 10_000_000, IsTracing = false };
        var service = new EchoService();
        hosts.Server.Listen("echo", service);
        EchoClient[] clients = [.. Enumerable.Range(0, 10).Select(_ => new EchoClient(400_000, hosts.Seed))];
        foreach (EchoClient client in clients)
        {
            client.Start(hosts);
        }

        hosts.RunUntil(() => clients.All(c => c.ReadBytes > 5_000 * seed));
        var copy = new EchoService();
        int liveCount = hosts.Server.ConnectionCount;
        hosts.MoveServer(Duration.FromMilliseconds(340), stack => stack.Listen("echo", copy));
        Assert.That(copy.RestoredCount, Is.EqualTo(liveCount), $"seed {seed}");
        if (kicks)
        {
            hosts.Server.Kick(hosts.Now);
        }

        hosts.RunUntil(() => clients.All(c => c.IsDone));
        hosts.RunToRest();
        Assert.That(hosts.Client.ConnectionCount + hosts.Server.ConnectionCount, Is.Zero, $"seed {seed}");
    }

    [Test]
    public void MoveClient_MidTransfer_StreamsAreFoundByNumber()
    {
        var hosts = new TwoHosts(7);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(400_000, hosts.Seed);
        client.Start(hosts);
        long id = client.Stream!.Id;
        hosts.RunUntil(() => client.ReadBytes > 100_000);
        hosts.MoveClient(Duration.FromSeconds(2), _ => { });
        IByteStream? stream = hosts.Client.FindStream(id);
        Assert.That(stream, Is.Not.Null);
        client.Stream = stream;
        stream!.Observer = client;
        Assert.That(hosts.Client.Describe(stream.Peer), Is.EqualTo("echo"));
        hosts.RunUntil(() => client.IsDone);
    }

    [Test]
    public void Kick_AfterCut_SendsAtOnce()
    {
        var hosts = new TwoHosts(8);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(400_000, hosts.Seed);
        client.Start(hosts);
        hosts.RunUntil(() => client.ReadBytes > 100_000);
        hosts.IsCut = true;
        Instant cutAt = hosts.Now;
        hosts.RunUntil(() => hosts.Now > cutAt + Duration.FromSeconds(5));
        hosts.IsCut = false;
        int sent = hosts.Trace.Count;
        hosts.Client.Kick(hosts.Now);
        hosts.Drain();
        Assert.That(hosts.Trace, Has.Count.GreaterThan(sent));
        Instant kickedAt = hosts.Now;
        int readBytes = client.ReadBytes;
        hosts.RunUntil(() => client.ReadBytes > readBytes);
        Assert.That(hosts.Now - kickedAt, Is.LessThan(Duration.FromMilliseconds(100)));
        hosts.RunUntil(() => client.IsDone);
    }

    [Test]
    public void Listen_HalfOpenBound_DropsFurtherSyns()
    {
        var hosts = new TwoHosts(9, change: options => options with { MaximumHalfOpen = 3 });
        var service = new EchoService();
        hosts.Server.Listen("echo", service);
        var noise = new SegmentMaker(IpAddress.Parse("10.9.0.9"), hosts.Server.Address);
        for (ushort port = 1; port <= 5; port++)
        {
            hosts.Server.OnPacket(noise.Syn(port, TwoHosts.ServicePort, 77), hosts.Now);
        }

        Assert.That(hosts.Server.ConnectionCount, Is.EqualTo(3));
        Assert.That(TwoHosts.CounterOf(hosts.Server, "TooManyConnections"), Is.EqualTo(2));
        hosts.RunToRest();
        Assert.That(hosts.Server.ConnectionCount, Is.Zero);
        Assert.That(service.AcceptedCount, Is.Zero);
    }

    [Test]
    public void Connect_ConnectionBound_FailsLaterAndNotFromTheCall()
    {
        var hosts = new TwoHosts(10, change: options => options with { MaximumConnections = 1 });
        var first = new StreamWatcher();
        var second = new StreamWatcher();
        hosts.Client.Connect(hosts.Echo, first, hosts.Now);
        IByteStream stream = hosts.Client.Connect(hosts.Echo, second, hosts.Now);
        Assert.That(stream.Status, Is.EqualTo(StreamStatus.Failed));
        Assert.That(second.Changes, Is.Zero);
        Assert.That(hosts.Client.NextTimeout, Is.EqualTo(hosts.Now));
        hosts.Client.OnTimeout(hosts.Now);
        Assert.That(second.Changes, Is.EqualTo(1));
    }

    [Test]
    public void OnOutputReady_AnyCall_ComesOnce()
    {
        var hosts = new TwoHosts(11);
        var output = new OutputCounter();
        hosts.Client.Output = output;
        var client = new EchoClient(100_000, hosts.Seed);
        hosts.Server.Listen("echo", new EchoService());
        client.Start(hosts);
        Assert.That(output.Count, Is.EqualTo(1));
        hosts.RunUntil(() => client.ChangeCount == 1);
        Assert.That(output.Count, Is.EqualTo(2), "The observer wrote and closed within one OnPacket.");
    }

    [Test]
    public void Transfer_SteadyState_AllocatesNothing()
    {
        var hosts = new TwoHosts(12);
        var sink = new Sink();
        hosts.Server.Listen("echo", sink);
        IByteStream stream = hosts.Client.Connect(hosts.Echo, sink, hosts.Now);
        byte[] packet = new byte[1500];
        byte[] data = new byte[10_000];
        Instant now = hosts.Now;

        // The link is two lines long: what one stack gives the other takes at once.
        void Exchange(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                now += Duration.FromMilliseconds(1);
                stream.Write(data, now);
                bool isBusy;
                do
                {
                    isBusy = false;
                    while (hosts.Client.TryTakePacket(packet, now, out int lengthBytes))
                    {
                        hosts.Server.OnPacket(packet.AsSpan(0, lengthBytes), now);
                        isBusy = true;
                    }

                    while (hosts.Server.TryTakePacket(packet, now, out int lengthBytes))
                    {
                        hosts.Client.OnPacket(packet.AsSpan(0, lengthBytes), now);
                        isBusy = true;
                    }
                }
                while (isBusy);
            }
        }

        Exchange(2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(2000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sink.ReadBytes, Is.GreaterThan(39_000_000));
    }

    private static TcpHeader Read(byte[] packet)
    {
        Assert.That(Ipv4Header.TryRead(packet, out Ipv4Header ip), Is.EqualTo(Ipv4Fault.None));
        Assert.That(
            TcpHeader.TryRead(packet.AsSpan(20), ip.Source, ip.Destination, out TcpHeader tcp),
            Is.EqualTo(TcpFault.None));
        return tcp;
    }

    private sealed class Sink : IStreamAcceptor, IByteStreamObserver
    {
        private readonly byte[] _chunk = new byte[20_000];

        public long ReadBytes { get; private set; }

        public void OnAccepted(IByteStream stream, Instant now) => stream.Observer = this;

        public void OnRestored(IByteStream stream, Instant now) => stream.Observer = this;

        public void OnStreamChanged(IByteStream stream, Instant now)
        {
            while (stream.ReadableBytes > 0)
            {
                ReadBytes += stream.Read(_chunk, now);
            }
        }
    }
}
