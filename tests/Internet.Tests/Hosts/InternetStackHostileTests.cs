using Xia.Internet.Hosts;
using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Hosts;

internal sealed class InternetStackHostileTests
{
    private static readonly IpAddress Stranger = IpAddress.Parse("10.9.0.9");

    [Property]
    public void OnPacket_RandomBytes_NeverThrows(byte[] bytes) =>
        new TwoHosts(1).Server.OnPacket(bytes, new Instant(0));

    [Test]
    public void OnPacket_EveryTruncatedPrefixOfARun_OnlyCounts()
    {
        var hosts = new TwoHosts(2);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(20_000, hosts.Seed);
        client.Start(hosts);
        hosts.RunUntil(() => client.ReadBytes > 5000);
        foreach ((bool byClient, byte[] packet) in hosts.Trace.Take(12))
        {
            for (int lengthBytes = 0; lengthBytes < packet.Length; lengthBytes++)
            {
                (byClient ? hosts.Server : hosts.Client).OnPacket(packet.AsSpan(0, lengthBytes), hosts.Now);
            }
        }

        hosts.RunUntil(() => client.IsDone);
    }

    [Test]
    public void OnPacket_MutatedPacketsWithMendedSums_NeverThrowAndNeverCorrupt([Range(1, 30)] int seed)
    {
        // Sums are mended, so that the mutations reach the layers behind them; addresses are left alone. Only
        // mutated headers are injected: an attacker on the path that writes payload into the window always
        // wins.
        RandomStream random = new RandomRoot((ulong)seed).Stream("mutations");
        var hosts = new TwoHosts((ulong)seed);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(50_000, hosts.Seed);
        client.Start(hosts);
        hosts.RunUntil(() => client.ReadBytes > 1000);
        var maker = new SegmentMaker(Stranger, hosts.Server.Address);
        for (int i = 0; i < 2000; i++)
        {
            byte[] junk = new byte[random.NextInt32(60)];
            random.NextBytes(junk);
            IpProtocol protocol = random.NextInt32(4) switch
            {
                0 => IpProtocol.Icmp,
                1 => IpProtocol.Tcp,
                2 => IpProtocol.Udp,
                _ => (IpProtocol)random.NextInt32(256),
            };
            hosts.Server.OnPacket(maker.Other(protocol, junk), hosts.Now);
            hosts.Server.OnPacket(
                maker.Icmp(new IcmpHeader((IcmpType)random.NextInt32(20), 1, 0), junk), hosts.Now);
            hosts.Server.OnPacket(maker.Udp((ushort)random.NextInt32(65_536), 9, junk), hosts.Now);
            var header = new TcpHeader
            {
                SourcePort = (ushort)random.NextInt32(4),
                DestinationPort = TwoHosts.ServicePort,
                Sequence = (uint)random.NextUInt64(),
                Acknowledgement = (uint)random.NextUInt64(),
                Flags = (TcpFlags)random.NextInt32(256),
                Window = (ushort)random.NextUInt64(),
            };
            hosts.Server.OnPacket(maker.Tcp(header, junk), hosts.Now);
        }

        hosts.RunUntil(() => client.IsDone);
    }

    [Test]
    public void OnPacket_WrongAddressesOrFragments_AreCountedByReason()
    {
        var hosts = new TwoHosts(3);
        var server = hosts.Server;
        server.OnPacket(new SegmentMaker(Stranger, IpAddress.Parse("10.2.0.4")).Udp(1, 2), hosts.Now);
        server.OnPacket(new SegmentMaker(IpAddress.Broadcast, server.Address).Udp(1, 2), hosts.Now);
        byte[] fragment = new SegmentMaker(Stranger, server.Address).Udp(1, 2);
        (Ipv4Header.ReadChecked(fragment) with { FragmentField = Ipv4Header.MoreFragments }).Write(fragment);
        server.OnPacket(fragment, hosts.Now);
        byte[] badSum = new SegmentMaker(Stranger, server.Address).Udp(1, 2);
        badSum[10] ^= 1;
        server.OnPacket(badSum, hosts.Now);
        Assert.Multiple(() =>
        {
            Assert.That(TwoHosts.CounterOf(server, "NotForUs"), Is.EqualTo(1));
            Assert.That(TwoHosts.CounterOf(server, "BadSource"), Is.EqualTo(1));
            Assert.That(TwoHosts.CounterOf(server, "Fragment"), Is.EqualTo(1));
            Assert.That(TwoHosts.CounterOf(server, "BadIpChecksum"), Is.EqualTo(1));
            Assert.That(TwoHosts.CounterOf(server, "PacketsIn"), Is.EqualTo(4));
            Assert.That(server.TryTakePacket(new byte[1500], hosts.Now, out _), Is.False);
        });
    }

    [Test]
    public void Import_DamagedState_ThrowsOneKindOfException([Range(1, 10)] int seed)
    {
        var hosts = new TwoHosts((ulong)seed) { LossPartsPerBillion = 50_000_000 };
        hosts.Server.Listen("echo", new EchoService());
        EchoClient[] clients = [.. Enumerable.Range(0, 3).Select(_ => new EchoClient(20_000, hosts.Seed))];
        foreach (EchoClient client in clients)
        {
            client.Start(hosts);
        }

        hosts.RunUntil(() => clients.Sum(c => c.ReadBytes) > 2000);
        byte[] state = TwoHosts.Export(hosts.Server, hosts.Now);
        RandomStream random = new RandomRoot((ulong)seed).Stream("damage");
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. state];
            damaged[random.NextInt32(Math.Min(damaged.Length, 400))] = (byte)random.NextUInt64();
            TryImport(hosts, damaged);
            TryImport(hosts, state[..random.NextInt32(state.Length)]);
        }
    }

    private static void TryImport(TwoHosts hosts, byte[] state)
    {
        InternetStack copy = hosts.MakeStack("10.2.0.3", "copy");
        copy.Listen("echo", new EchoService());
        var reader = new MessagePackReader(state);
        try
        {
            copy.Import(ref reader, hosts.Now);
        }
        catch (MessagePackSerializationException)
        {
            return;
        }

        // What was believed must also run.
        byte[] packet = new byte[1500];
        for (int i = 0; i < 50; i++)
        {
            copy.OnTimeout(hosts.Now + Duration.FromSeconds(10 * i));
            while (copy.TryTakePacket(packet, hosts.Now + Duration.FromSeconds(10 * i), out _))
            {
            }
        }
    }
}
