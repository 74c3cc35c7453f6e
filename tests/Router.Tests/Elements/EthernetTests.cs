using System.Buffers;
using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements;

internal sealed class EthernetTests
{
    private const string A = "02:00:00:00:00:0A";
    private const string B = "02:00:00:00:00:0B";
    private const string Own = "02:00:00:00:00:01";
    private const string Querier = "in :: TestSource -> q :: ARPQuerier(10.0.0.1, 02:00:00:00:00:01, "
        + "RETRY 1s, TRIES 2, ENTRY_PACKET_CAPACITY 2, POLL_TIMEOUT 60s, ENTRY_CAPACITY 4) "
        + "-> out :: TestSink; arp :: TestSource -> [1] q [1] -> out; q[2] -> lost :: TestSink";

    private static readonly MacAddress MacA = MacAddress.Parse(A);

    [TestCase(Own, PacketKind.Host)]
    [TestCase("FF:FF:FF:FF:FF:FF", PacketKind.Broadcast)]
    [TestCase("01:00:5E:00:00:01", PacketKind.Multicast)]
    public void HostEtherFilter_Passes(string destination, PacketKind kind)
    {
        var bench = new Bench($"in :: TestSource -> HostEtherFilter({Own}) -> out :: TestSink");
        bench.Send(IpPackets.Frame(destination, A, 0x800, [1]));
        Assert.That(bench.Out.Annotations[0].Kind, Is.EqualTo(kind));
        bench.Close();
    }

    [Test]
    public void HostEtherFilter_RefusesOthersOwnAndShort()
    {
        var bench = new Bench(
            $"in :: TestSource -> f :: HostEtherFilter({Own}, DROP_OWN true) -> out :: TestSink; f[1] -> "
            + $"rest :: TestSink");
        bench.Send(IpPackets.Frame(B, A, 0x800, [1]));
        bench.Send(IpPackets.Frame(Own, Own, 0x800, [1]));
        bench.Send("0102");
        Assert.That(
            (bench.Out.Hex.Count, bench.Sink("rest").Hex.Count, bench.Read("f.drops")),
            Is.EqualTo((0, 2, "3")));
        bench.Close();
    }

    [Test]
    public void EtherSwitch_FloodsThenLearnsThenForgets()
    {
        Bench bench = Switch("TIMEOUT 10s");
        bench.Send(IpPackets.Frame(B, A, 0x800, [1]), null, "i0");
        Assert.That(Counts(bench), Is.EqualTo((0, 1, 1)));
        bench.Send(IpPackets.Frame(A, B, 0x800, [2]), null, "i1");
        Assert.That(Counts(bench), Is.EqualTo((1, 1, 1)));
        bench.Send(IpPackets.Frame(B, A, 0x800, [3]), null, "i0");
        Assert.That(Counts(bench), Is.EqualTo((1, 2, 1)));
        bench.Send(IpPackets.Frame(B, A, 0x800, [3]), null, "i1");
        Assert.That(Counts(bench), Is.EqualTo((1, 2, 1)), "A frame to its own port is dropped.");
        Assert.That(
            bench.Read("sw.table"),
            Is.EqualTo("02:00:00:00:00:0a 1 0s\n02:00:00:00:00:0b 1 0s").IgnoreCase);
        bench.RunFor(Duration.FromSeconds(11));
        bench.Send(IpPackets.Frame(A, B, 0x800, [2]), null, "i2");
        Assert.That(Counts(bench), Is.EqualTo((2, 3, 1)));
        bench.Close();
    }

    [Test]
    public void EtherSwitch_FullTable_FloodsAndCounts()
    {
        Bench bench = Switch("CAPACITY 2, TIMEOUT 10s");
        for (int index = 1; index <= 5; index++)
        {
            bench.Send(IpPackets.Frame(B, $"02:00:00:00:00:0{index}", 0x800, [1]), null, "i0");
        }

        Assert.That(bench.Read("sw.unlearnt"), Is.EqualTo("3"));
        bench.RunFor(Duration.FromSeconds(11));
        bench.Send(IpPackets.Frame(B, "02:00:00:00:00:07", 0x800, [1]), null, "i0");
        Assert.That(bench.Read("sw.unlearnt"), Is.EqualTo("3"), "Aged addresses make room.");
        bench.Close();
    }

    [Test]
    public void EtherSwitch_StateMoves()
    {
        Bench bench = Switch("TIMEOUT 10s");
        bench.Send(IpPackets.Frame(B, A, 0x800, [1]), null, "i0");
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        bench.Router.ExportState(ref writer);
        Bench other = Switch("TIMEOUT 10s");
        var reader = new MessagePackReader(output.WrittenSpan);
        other.Router.ImportState(ref reader);
        other.Send(IpPackets.Frame(A, B, 0x800, [1]), null, "i2");
        Assert.That(Counts(other), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public void ARPQuerier_AsksHoldsAndSends()
    {
        var bench = new Bench(Querier);
        bench.Send("45", To("10.0.0.9"));
        bench.Send("46", To("10.0.0.9"));
        bench.Send("47", To("10.0.0.9"));
        byte[] query = IpPackets.Arp(ArpPacket.Request(
            MacAddress.Parse(Own), IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.9")));
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { Convert.ToHexString(query) }));
        Assert.That((bench.Read("q.drops"), bench.Read("q.length")), Is.EqualTo(("1", "2")));
        bench.Send(Reply("10.0.0.9"), null, "arp");
        Assert.That(bench.Out.Hex.Skip(1), Is.EqualTo(new[]
        {
            "02000000000A020000000001080045", "02000000000A020000000001080046",
        }));
        bench.Send("48", To("10.0.0.9"));
        Assert.That(bench.Out.Hex[^1], Is.EqualTo("02000000000A020000000001080048"));
        Assert.That(bench.Read("q.queries"), Is.EqualTo("1"));
        bench.Close();
    }

    [Test]
    public void ARPQuerier_Silence_RetriesThenGivesUp()
    {
        var bench = new Bench(Querier);
        bench.Send("45", To("10.0.0.9"));
        bench.RunUntil(new Instant(999_999_999));
        Assert.That(bench.Read("q.queries"), Is.EqualTo("1"));
        bench.RunUntil(new Instant(1_000_000_000));
        Assert.That(bench.Read("q.queries"), Is.EqualTo("2"));
        bench.RunUntil(new Instant(1_999_999_999));
        Assert.That(bench.Sink("lost").Hex, Is.Empty);
        bench.RunUntil(new Instant(2_000_000_000));
        Assert.That(bench.Sink("lost").Hex, Is.EqualTo(new[] { "45" }));
        Assert.That((bench.Router.NextRun, bench.Read("q.table")), Is.EqualTo(((Instant?)null, "")));
        bench.Close();
    }

    [Test]
    public void ARPQuerier_Announcement_ChangesAKnownNeighbourOnly()
    {
        var bench = new Bench(Querier);
        bench.Send(IpPackets.Arp(ArpPacket.Announcement(MacA, IpAddress.Parse("10.0.0.8"))), null, "arp");
        Assert.That(bench.Read("q.table"), Is.Empty);
        bench.Router.WriteHandler("q.insert", $"10.0.0.9 {A}");
        bench.Send(
            IpPackets.Arp(ArpPacket.Announcement(MacAddress.Parse(B), IpAddress.Parse("10.0.0.9"))),
            null,
            "arp");
        bench.Send("45", To("10.0.0.9"));
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { "02000000000B020000000001080045" }));
        bench.Close();
    }

    [Test]
    public void ARPQuerier_OldEntry_IsAskedForWhileUsed()
    {
        var bench = new Bench(Querier);
        bench.Router.WriteHandler("q.insert", $"10.0.0.9 {A}");
        bench.RunFor(Duration.FromSeconds(61));
        bench.Send("45", To("10.0.0.9"));
        Assert.That((bench.Out.Hex.Count, bench.Read("q.queries")), Is.EqualTo((2, "1")));
        bench.RunFor(Duration.FromSeconds(3));
        Assert.That(bench.Read("q.table"), Is.Empty);
        bench.Close();
    }

    [Test]
    public void ARPQuerier_Bounds_GroupsAndBroadcast()
    {
        var bench = new Bench(Querier);
        bench.Send("45", To("255.255.255.255"));
        bench.Send("45", To("224.1.2.3"));
        Assert.That(bench.Out.Hex, Is.EqualTo(new[]
        {
            "FFFFFFFFFFFF020000000001080045", "01005E010203020000000001080045",
        }));
        for (int index = 2; index < 8; index++)
        {
            bench.Send("45", To($"10.0.0.{index}"));
        }

        Assert.That(bench.Read("q.drops"), Is.EqualTo("2"), "Two of six made room for others.");
        bench.Close();
    }

    [Test]
    public void ARPResponder_AnswersForItsPrefixes()
    {
        var bench = new Bench(
            $"in :: TestSource -> r :: ARPResponder(10.0.0.1 10.0.1.0/24 {Own}, 10.0.1.7 {B}) -> out :: "
            + $"TestSink; r[1] -> rest :: TestSink");
        bench.Send(Request("10.0.0.1"));
        bench.Send(Request("10.0.1.7"));
        bench.Send(Request("10.0.2.1"));
        bench.Send(Reply("10.0.0.9"));
        bench.Send("0102");
        ArpPacket.TryRead(bench.Out.Bytes(0).AsSpan(14), out ArpPacket first);
        ArpPacket.TryRead(bench.Out.Bytes(1).AsSpan(14), out ArpPacket second);
        Assert.Multiple(() =>
        {
            Assert.That(first.SenderMac, Is.EqualTo(MacAddress.Parse(Own)));
            Assert.That(first.Operation, Is.EqualTo(ArpOperation.Reply));
            Assert.That((first.TargetMac, first.TargetIp), Is.EqualTo((MacA, IpAddress.Parse("10.0.0.9"))));
            Assert.That(second.SenderMac, Is.EqualTo(MacAddress.Parse(B)));
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
            Assert.That(bench.Sink("rest").Hex, Has.Count.EqualTo(3));
        });
        bench.Close();
    }

    [Test]
    public void ARPResponder_AnswersWhoAsksForHisOwnAddress()
    {
        var bench = new Bench($"in :: TestSource -> r :: ARPResponder(10.0.0.1 {MacA}) -> out :: TestSink");
        bench.Send(Request("10.0.0.1"));
        ArpPacket.TryRead(bench.Out.Bytes(0).AsSpan(14), out ArpPacket answer);
        Assert.That((answer.SenderMac, answer.TargetMac), Is.EqualTo((MacA, MacA)));
        bench.Close();
    }

    [Test]
    public void ARPResponder_ProxyAndAnnouncement_ByHandler()
    {
        var bench = new Bench(
            $"in :: TestSource -> r :: ARPResponder(10.0.0.1 {Own}, ANNOUNCE true) -> out :: TestSink");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Out.Hex[0], Is.EqualTo(Convert.ToHexString(
            IpPackets.Arp(ArpPacket.Announcement(MacAddress.Parse(Own), IpAddress.Parse("10.0.0.1"))))));
        bench.Router.WriteHandler("r.add", $"10.0.0.5 {B}");
        bench.Send(Request("10.0.0.5"));
        bench.Router.WriteHandler("r.announce", "10.0.0.5");
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(3));
        bench.Router.WriteHandler("r.remove", "10.0.0.5");
        bench.Send(Request("10.0.0.5"));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(3));
        Assert.That(bench.Read("r.table"), Is.EqualTo("10.0.0.1/32 02-00-00-00-00-01"));
        Assert.Throws<Xia.Router.Graph.Handlers.HandlerException>(
            () => bench.Router.WriteHandler("r.add", "nonsense"));
        bench.Close();
    }

    private static Bench Switch(string arguments) => new(
        $"sw :: EtherSwitch({arguments}); i0, i1, i2 :: TestSource; o0, o1, o2 :: TestSink; "
        + "i0 -> sw -> o0; i1 -> [1] sw [1] -> o1; i2 -> [2] sw [2] -> o2");

    private static (int Zero, int One, int Two) Counts(Bench bench) =>
        (bench.Sink("o0").Hex.Count, bench.Sink("o1").Hex.Count, bench.Sink("o2").Hex.Count);

    private static Action<Packet> To(string address) =>
        packet => packet.Annotations.DestinationIp = IpAddress.Parse(address).Value;

    private static byte[] Request(string target) =>
        IpPackets.Arp(ArpPacket.Request(MacA, IpAddress.Parse("10.0.0.9"), IpAddress.Parse(target)));

    private static byte[] Reply(string sender) => IpPackets.Arp(
        new ArpPacket(
            ArpOperation.Reply, MacA, IpAddress.Parse(sender), MacAddress.Parse(Own),
            IpAddress.Parse("10.0.0.1")),
        MacAddress.Parse(Own));
}
