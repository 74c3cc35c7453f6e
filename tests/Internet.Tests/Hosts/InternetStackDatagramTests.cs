using Xia.Internet.Hosts;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

internal sealed class InternetStackDatagramTests
{
    private static readonly byte[] Hello = [1, 2, 3];

    [Test]
    public void TrySend_OpenService_IsAnswered()
    {
        var hosts = new TwoHosts(1);
        var service = new EchoService();
        service.Socket = hosts.Server.OpenDatagram("echo", service);
        var probe = new ProbeObserver();
        IDatagramSocket socket = hosts.Client.OpenDatagram(null, probe);
        Assert.That(socket.TrySend(hosts.Echo, Hello, hosts.Now), Is.EqualTo(DatagramOutcome.Sent));
        hosts.RunToRest();
        Assert.That(probe.Datagrams, Has.Count.EqualTo(1));
        Assert.That(
            probe.Datagrams[0].From, Is.EqualTo(hosts.Echo), "A peer that was resolved keeps its token.");
        Assert.That(probe.Datagrams[0].Payload, Is.EqualTo(Hello));
        Assert.That(probe.Datagrams[0].At, Is.EqualTo(new Instant(10_000_000)));
    }

    [Test]
    public void TrySend_WrongUse_SaysWhatBecameOfIt()
    {
        var hosts = new TwoHosts(2, change: options => options with { OutputQueueBytes = 3000 });
        IDatagramSocket socket = hosts.Client.OpenDatagram(null, new ProbeObserver());
        Assert.Multiple(() =>
        {
            Assert.That(socket.MaximumPayloadBytes, Is.EqualTo(1472));
            Assert.That(socket.TrySend(default, Hello, hosts.Now), Is.EqualTo(DatagramOutcome.UnknownPeer));
            Assert.That(
                socket.TrySend(new PeerToken(99), Hello, hosts.Now), Is.EqualTo(DatagramOutcome.UnknownPeer));
            Assert.That(
                socket.TrySend(hosts.Echo, new byte[1473], hosts.Now), Is.EqualTo(DatagramOutcome.TooLong));
            Assert.That(
                socket.TrySend(hosts.Echo, new byte[1472], hosts.Now), Is.EqualTo(DatagramOutcome.Sent));
            Assert.That(
                socket.TrySend(hosts.Echo, new byte[1472], hosts.Now), Is.EqualTo(DatagramOutcome.Sent));
            Assert.That(
                socket.TrySend(hosts.Echo, new byte[1472], hosts.Now), Is.EqualTo(DatagramOutcome.QueueFull));
        });
        Assert.That(TwoHosts.CounterOf(hosts.Client, "QueueFull"), Is.EqualTo(1));
    }

    [Test]
    public void OnPacket_UnknownPort_ReportsAndTheObserverHears()
    {
        var hosts = new TwoHosts(3);
        var probe = new ProbeObserver();
        IDatagramSocket socket = hosts.Client.OpenDatagram(null, probe);
        socket.TrySend(hosts.Echo, Hello, hosts.Now);
        hosts.RunToRest();
        Assert.That(probe.Unreachable, Is.EqualTo(new[] { hosts.Echo }));
        Assert.That(TwoHosts.CounterOf(hosts.Client, "Unreachable"), Is.EqualTo(1));
        Assert.That(TwoHosts.CounterOf(hosts.Server, "NoUdpSocket"), Is.EqualTo(1));
    }

    [Test]
    public void OnPacket_ManyToUnknownPorts_ReportsAreLimitedAndTheBucketRefills()
    {
        var hosts = new TwoHosts(4);
        var stranger = new SegmentMaker(IpAddress.Parse("10.9.0.9"), hosts.Server.Address);
        int CountReports(int sent, Instant now)
        {
            for (int i = 0; i < sent; i++)
            {
                hosts.Server.OnPacket(stranger.Udp(1000, 9, 1), now);
            }

            int reports = 0;
            byte[] packet = new byte[1500];
            while (hosts.Server.TryTakePacket(packet, now, out _))
            {
                reports++;
            }

            return reports;
        }

        Assert.That(CountReports(80, hosts.Now), Is.EqualTo(ReportLimit.Burst));
        Assert.That(CountReports(80, hosts.Now), Is.Zero);
        Assert.That(CountReports(80, hosts.Now + Duration.FromMilliseconds(7)), Is.EqualTo(7));
        Assert.That(CountReports(80, hosts.Now + Duration.FromSeconds(7)), Is.EqualTo(ReportLimit.Burst));
    }

    [Test]
    public void Close_OpenSocket_IsUnreachableAfterwards()
    {
        var hosts = new TwoHosts(5);
        IDatagramSocket socket = hosts.Server.OpenDatagram("echo", new ProbeObserver());
        Assert.That(() => hosts.Server.OpenDatagram("echo", new ProbeObserver()), Throws.ArgumentException);
        socket.Close();
        socket.Close();
        Assert.That(
            () => socket.TrySend(hosts.Echo, Hello, hosts.Now), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(hosts.Server.OpenDatagram("echo", new ProbeObserver()), Is.Not.Null);
    }

    [Test]
    public void OpenDatagramOrListen_UnknownService_Throws()
    {
        var hosts = new TwoHosts(6);
        Assert.That(
            () => hosts.Server.OpenDatagram("nothing", new ProbeObserver()), Throws.ArgumentException);
        Assert.That(() => hosts.Server.Listen("nothing", new EchoService()), Throws.ArgumentException);
        hosts.Server.Listen("other", new EchoService());
        Assert.That(() => hosts.Server.Listen("other", new EchoService()), Throws.ArgumentException);
    }

    [Test]
    public void Names_AddedAndRemovedAtRunTime_Resolve()
    {
        var hosts = new TwoHosts(7);
        var peer = new InternetPeer(IpAddress.Parse("10.3.0.4"), 9);
        Assert.That(hosts.Client.TryResolve("web.kv", out _), Is.False);
        hosts.Client.AddName("web.kv", peer);
        Assert.That(hosts.Client.TryResolve("web.kv", out PeerToken token), Is.True);
        Assert.That(hosts.Client.Describe(token), Is.EqualTo("web.kv"));
        Assert.That(hosts.Client.RemoveName("web.kv"), Is.True);
        Assert.That(hosts.Client.RemoveName("web.kv"), Is.False);
        Assert.That(hosts.Client.Describe(token), Is.EqualTo("10.3.0.4:9"));
        Assert.That(hosts.Client.Describe(default), Is.EqualTo("nobody"));
    }

    [Test]
    public void Import_OpenSockets_KeepPortsAndTokens()
    {
        var hosts = new TwoHosts(8);
        var service = new EchoService();
        service.Socket = hosts.Server.OpenDatagram("echo", service);
        IDatagramSocket[] before =
        [
            hosts.Client.OpenDatagram(null, new ProbeObserver()),
            hosts.Client.OpenDatagram(null, new ProbeObserver()),
        ];
        before[1].TrySend(hosts.Echo, Hello, hosts.Now);
        hosts.Drain();
        var probes = new[] { new ProbeObserver(), new ProbeObserver() };
        hosts.MoveClient(Duration.FromMilliseconds(1), stack =>
        {
            stack.OpenDatagram(null, probes[0]);
            stack.OpenDatagram(null, probes[1]);
        });
        hosts.RunToRest();
        Assert.That(probes[0].Datagrams, Is.Empty);
        Assert.That(probes[1].Datagrams.Single().From, Is.EqualTo(hosts.Echo));
    }

    [Test]
    public void Export_PacketsThatWait_MoveToo()
    {
        var hosts = new TwoHosts(9);
        var probe = new ProbeObserver();
        hosts.Server.OpenDatagram("echo", probe);
        hosts.Client.OpenDatagram(null, new ProbeObserver()).TrySend(hosts.Echo, Hello, hosts.Now);
        byte[] state = TwoHosts.Export(hosts.Client, hosts.Now);
        InternetStack copy = hosts.MakeStack("10.1.0.2", "copy");
        var output = new OutputCounter();
        copy.Output = output;
        var reader = new Xia.Kernel.MessagePack.MessagePackReader(state);
        copy.Import(ref reader, hosts.Now);
        Assert.That(output.Count, Is.EqualTo(1));
        byte[] packet = new byte[1500];
        Assert.That(copy.TryTakePacket(packet, hosts.Now, out int lengthBytes), Is.True);
        hosts.Server.OnPacket(packet.AsSpan(0, lengthBytes), hosts.Now);
        Assert.That(probe.Datagrams, Has.Count.EqualTo(1));
    }
}
