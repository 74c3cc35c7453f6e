using Xia.Internet.Wire;
using Xia.Transport.Sockets;

namespace Xia.Internet.Tests.Hosts;

internal sealed class InternetStackIcmpTests
{
    private static readonly IpAddress Router = IpAddress.Parse("10.9.0.1");

    [Test]
    public void OnPacket_Echo_IsAnsweredWithItsPayload()
    {
        var hosts = new TwoHosts(1);
        var maker = new SegmentMaker(Router, hosts.Server.Address);
        hosts.Server.OnPacket(maker.Icmp(new IcmpHeader(IcmpType.Echo, 0, 0x0001_0002), 5, 6, 7), hosts.Now);
        byte[] packet = new byte[1500];
        Assert.That(hosts.Server.TryTakePacket(packet, hosts.Now, out int lengthBytes), Is.True);
        Assert.That(Ipv4Header.TryRead(packet, out Ipv4Header ip), Is.EqualTo(Ipv4Fault.None));
        Assert.That((ip.Source, ip.Destination), Is.EqualTo((hosts.Server.Address, Router)));
        IcmpFault fault = IcmpHeader.TryRead(packet.AsSpan(20, lengthBytes - 20), out IcmpHeader icmp);
        Assert.That(fault, Is.EqualTo(IcmpFault.None));
        Assert.That(icmp, Is.EqualTo(new IcmpHeader(IcmpType.EchoReply, 0, 0x0001_0002)));
        Assert.That(packet[28..lengthBytes], Is.EqualTo(new byte[] { 5, 6, 7 }));
    }

    [Test]
    public void OnPacket_UnreachableDuringHandshake_Refuses()
    {
        var hosts = new TwoHosts(2) { IsCut = true };
        IByteStream stream = hosts.Client.Connect(hosts.Echo, new StreamWatcher(), hosts.Now);
        hosts.Drain();
        hosts.Client.OnPacket(Unreachable(hosts.Trace[0].Packet), hosts.Now);
        Assert.That(stream.Failure, Is.EqualTo(StreamFailure.Refused));
        Assert.That(hosts.Client.ConnectionCount, Is.Zero);
    }

    [Test]
    public void OnPacket_UnreachableWhenEstablished_IsNoMoreThanCounted()
    {
        var hosts = new TwoHosts(3);
        hosts.Server.Listen("echo", new EchoService());
        var client = new EchoClient(100_000, hosts.Seed);
        client.Start(hosts);
        hosts.RunUntil(() => client.ReadBytes > 10_000);
        byte[] last = hosts.Trace.Last(sent => sent.ByClient && sent.Packet.Length > 1000).Packet;
        hosts.Client.OnPacket(Unreachable(last), hosts.Now);
        Assert.That(TwoHosts.CounterOf(hosts.Client, "Unreachable"), Is.EqualTo(1));
        hosts.RunUntil(() => client.IsDone);
    }

    [Test]
    public void OnPacket_UnreachableWithForgedSequence_IsStray()
    {
        var hosts = new TwoHosts(4) { IsCut = true };
        IByteStream stream = hosts.Client.Connect(hosts.Echo, new StreamWatcher(), hosts.Now);
        hosts.Drain();
        byte[] forged = [.. hosts.Trace[0].Packet];
        forged[24] ^= 0x40;
        hosts.Client.OnPacket(Unreachable(forged), hosts.Now);
        Assert.That(stream.Status, Is.EqualTo(StreamStatus.Opening));
        Assert.That(TwoHosts.CounterOf(hosts.Client, "StrayIcmp"), Is.EqualTo(1));
    }

    [Test]
    public void OnPacket_UnknownProtocol_IsReported()
    {
        var hosts = new TwoHosts(5);
        var maker = new SegmentMaker(Router, hosts.Server.Address);
        hosts.Server.OnPacket(maker.Other((IpProtocol)99, 1, 2, 3), hosts.Now);
        byte[] packet = new byte[1500];
        Assert.That(hosts.Server.TryTakePacket(packet, hosts.Now, out _), Is.True);
        Assert.That(
            (packet[20], packet[21]),
            Is.EqualTo(((byte)IcmpType.Unreachable, (byte)IcmpUnreachableCode.Protocol)));
    }

    private static byte[] Unreachable(byte[] offending)
    {
        byte[] buffer = new byte[IcmpError.MaximumPacketBytes];
        var report = new IcmpHeader(IcmpType.Unreachable, (byte)IcmpUnreachableCode.Host, 0);
        int lengthBytes = IcmpError.Write(offending, Router, report, buffer);
        return buffer[..lengthBytes];
    }
}
