using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Library;

internal sealed class RouterGraphFileTests
{
    private const string Mac0 = "02:00:00:00:00:10";
    private const string Mac1 = "02:00:00:00:00:11";
    private const string HostMac = "02:00:00:00:00:0A";
    private const string FarMac = "02:00:00:00:00:0B";

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["ip0"] = "10.1.0.1",
        ["mac0"] = Mac0,
        ["ip1"] = "10.0.0.1",
        ["mac1"] = Mac1,
        ["routes"] = "10.1.0.0/16 0, 10.0.0.0/24 1, 10.2.0.0/16 10.0.0.2 1",
    };

    [Test]
    public void Forward_ResolvesTheGateway_CountsTheHop()
    {
        (Bench bench, FakeDevice eth0, FakeDevice eth1) = Load();
        Receive(bench, eth0, IpPackets.Udp("10.1.0.5", "10.2.0.9"));
        Assert.That(eth1.Sent, Has.Count.EqualTo(1));
        ArpPacket.TryRead(eth1.Sent[0].AsSpan(14), out ArpPacket query);
        Assert.That(
            (query.SenderIp, query.TargetIp),
            Is.EqualTo((IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"))));
        var reply = ArpPacket.ReplyTo(query, MacAddress.Parse(FarMac));
        eth1.Receiver!.OnReceive(bench.Pool.Take(IpPackets.Arp(reply, MacAddress.Parse(Mac1))), default);
        Assert.That(eth1.Sent[1], Is.EqualTo(IpPackets.Frame(
            FarMac, Mac1, EtherTypes.Ipv4, IpPackets.Udp("10.1.0.5", "10.2.0.9", timeToLive: 63))));
        Assert.That((bench.Read("port0/in.count"), bench.Read("port1/out.count")), Is.EqualTo(("1", "2")));
        bench.Close();
    }

    [Test]
    public void Reports_ComeFromTheRightAddress()
    {
        (Bench bench, FakeDevice eth0, FakeDevice eth1) = Load();
        bench.Router.WriteHandler("port0/arp.insert", $"10.1.0.5 {HostMac}");
        Receive(bench, eth0, IpPackets.Udp("10.1.0.5", "10.2.0.9", timeToLive: 1));
        Receive(bench, eth0, IpPackets.Udp("10.1.0.5", "11.2.0.9"));
        Receive(
            bench, eth0, IpPackets.Udp("10.1.0.5", "10.2.0.9", 1600, fragmentField: Ipv4Header.DontFragment));
        Receive(bench, eth0, IpPackets.Echo("10.1.0.5", "10.0.0.1"));
        Assert.Multiple(() =>
        {
            Assert.That(eth1.Sent, Is.Empty);
            Assert.That(Icmp(eth0, 0), Is.EqualTo((IcmpType.TimeExceeded, (byte)0, "10.1.0.1")));
            Assert.That(Icmp(eth0, 1), Is.EqualTo((IcmpType.Unreachable, (byte)0, "10.1.0.1")));
            Assert.That(Icmp(eth0, 2), Is.EqualTo((IcmpType.Unreachable, (byte)4, "10.1.0.1")));
            Assert.That(Icmp(eth0, 3), Is.EqualTo((IcmpType.EchoReply, (byte)0, "10.0.0.1")));
        });
        bench.Close();
    }

    [Test]
    public void SilentNeighbour_IsReportedAsUnreachableHost()
    {
        (Bench bench, FakeDevice eth0, FakeDevice _) = Load();
        bench.Router.WriteHandler("port0/arp.insert", $"10.1.0.5 {HostMac}");
        Receive(bench, eth0, IpPackets.Udp("10.1.0.5", "10.2.0.9"));
        bench.RunFor(Duration.FromSeconds(5));
        Assert.That(Icmp(eth0, 0), Is.EqualTo((IcmpType.Unreachable, (byte)1, "10.1.0.1")));
        bench.Close();
    }

    [Test]
    public void LongPackets_AreCut()
    {
        (Bench bench, FakeDevice eth0, FakeDevice eth1) = Load();
        bench.Router.WriteHandler("port1/arp.insert", $"10.0.0.2 {FarMac}");
        Receive(bench, eth0, IpPackets.Udp("10.1.0.5", "10.2.0.9", 1600));
        Assert.That(eth1.Sent.Select(frame => frame.Length), Is.EqualTo(new[] { 14 + 1500, 14 + 20 + 120 }));
        bench.Close();
    }

    [Test]
    public void Forward_InSteadyState_AllocatesNothing()
    {
        (Bench bench, FakeDevice eth0, FakeDevice eth1) = Load();
        bench.Router.WriteHandler("port1/arp.insert", $"10.0.0.2 {FarMac}");
        eth1.OnTransmit = (packet, _) => packet.Kill();
        byte[] frame = IpPackets.Frame(Mac0, HostMac, EtherTypes.Ipv4, IpPackets.Udp("10.1.0.5", "10.2.0.9"));
        for (int round = 0; round < 100; round++)
        {
            eth0.Receiver!.OnReceive(bench.Pool.Take(frame), new Instant(round));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10_000; round++)
        {
            eth0.Receiver!.OnReceive(bench.Pool.Take(frame), new Instant(100 + round));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.Zero);
        Assert.That(bench.Read("port1/out.count"), Is.EqualTo("10100"));
        bench.Close();
    }

    [Test]
    public void HostileFrames_NeverCrashNorLeak()
    {
        const ulong Seed = 42;
        TestContext.Out.WriteLine($"seed {Seed}");
        RandomStream random = new RandomRoot(Seed).Stream("frames");
        (Bench bench, FakeDevice eth0, FakeDevice eth1) = Load();
        eth0.OnTransmit = eth1.OnTransmit = (packet, _) => packet.Kill();
        bench.Router.WriteHandler("port1/arp.insert", $"10.0.0.2 {FarMac}");
        byte[][] basis =
        [
            IpPackets.Frame(Mac0, HostMac, EtherTypes.Ipv4, IpPackets.Udp("10.1.0.5", "10.2.0.9", 1700)),
            IpPackets.Frame(Mac0, HostMac, EtherTypes.Ipv4, IpPackets.Echo("10.1.0.5", "10.1.0.1")),
            IpPackets.Arp(
                ArpPacket.Request(
                    MacAddress.Parse(HostMac), IpAddress.Parse("10.1.0.5"), IpAddress.Parse("10.1.0.1"))),
            new byte[60],
        ];
        for (int round = 0; round < 50_000; round++)
        {
            byte[] frame = [.. basis[random.NextInt32(basis.Length)]];
            for (int flips = random.NextInt32(4); flips > 0; flips--)
            {
                frame[random.NextInt32(Math.Min(frame.Length, 60))] = (byte)random.NextInt32(256);
            }

            frame = frame[..random.NextInt32(frame.Length + 1)];
            if (frame.Length >= 34 && random.NextInt32(2) == 0)
            {
                MendChecksum(frame);
            }

            eth0.Receiver!.OnReceive(bench.Pool.Take(frame), new Instant(round * 1_000_000L));
            bench.Router.Run(new Instant(round * 1_000_000L), 10);
        }

        bench.Close();
    }

    [Test]
    public void Counter_AtADevice_SeesEveryFrame()
    {
        string text = TestNetwork.Library("router.click").Replace(
            "in -> HostEtherFilter", "in -> seen :: Counter -> HostEtherFilter", StringComparison.Ordinal);
        var eth0 = new FakeDevice("eth0", MacAddress.Parse(Mac0));
        var bench = new Bench(text, Variables, eth0);
        for (int index = 0; index < 17; index++)
        {
            eth0.Receiver!.OnReceive(bench.Pool.Take([1, 2, 3]), default);
        }

        Assert.That(bench.Router.Find<Counter>("port0/seen")!.Count, Is.EqualTo(17));
        bench.Close();
    }

    private static (Bench Bench, FakeDevice Eth0, FakeDevice Eth1) Load()
    {
        var eth0 = new FakeDevice("eth0", MacAddress.Parse(Mac0));
        var eth1 = new FakeDevice("eth1", MacAddress.Parse(Mac1));
        return (new Bench(TestNetwork.Library("router.click"), Variables, eth0, eth1), eth0, eth1);
    }

    private static void Receive(Bench bench, FakeDevice device, byte[] packet) => device.Receiver!.OnReceive(
        bench.Pool.Take(IpPackets.Frame(Mac0, HostMac, EtherTypes.Ipv4, packet)), default);

    private static (IcmpType Type, byte Code, string Source) Icmp(FakeDevice device, int index)
    {
        byte[] packet = device.Sent[index][14..];
        Assert.That(Ipv4Header.TryRead(packet, out Ipv4Header header), Is.EqualTo(Ipv4Fault.None));
        Assert.That(IcmpHeader.TryRead(packet.AsSpan(20), out IcmpHeader icmp), Is.EqualTo(IcmpFault.None));
        return (icmp.Type, icmp.Code, header.Source.ToString());
    }

    private static void MendChecksum(byte[] frame)
    {
        Span<byte> header = frame.AsSpan(14, Math.Min((frame[14] & 0xf) * 4, frame.Length - 14));
        if (header.Length >= 20)
        {
            header[10] = header[11] = 0;
            ushort checksum = Xia.Kernel.Checksums.InternetChecksum.Compute(header);
            (header[10], header[11]) = ((byte)(checksum >> 8), (byte)checksum);
        }
    }
}
