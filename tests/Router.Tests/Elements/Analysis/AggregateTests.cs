using System.Globalization;
using Xia.Kernel.Time;
using Xia.Router.Tests.Elements.Traces;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Analysis;

internal sealed class AggregateTests
{
    private const string Flow = "!data timestamp src sport dst dport proto tcp_flags ip_len\n";

    [TestCase("ip src/8", 18)]
    [TestCase("ip src & 0xFF000000", 18)]
    [TestCase("ip[12]", 18)]
    [TestCase("ip[12:2]", 0x121a)]
    [TestCase("\"ip[12, 2]\"", 0x121a)]
    [TestCase("ip[12-13]", 0x121a)]
    [TestCase("ip{96-103}", 18)]
    [TestCase("ip{99}", 1)]
    [TestCase("ip dst[3]", 4)]
    [TestCase("tcp dport", 80)]
    [TestCase("dport", 80)]
    [TestCase("transp[2:2]", 80)]
    [TestCase("tcp syn", 1)]
    [TestCase("ip proto 6 [13] & 0x1e", 9)]
    [TestCase("data[0:4]", 0x61626364)]
    [TestCase("udp dport", null)]
    [TestCase("ip[60:4]", null)]
    public void AggregateIP_TakesAField(string field, int? expected)
    {
        var bench = new Bench(
            $"FromIPSummaryDump(in) -> a :: AggregateIP({field}) -> out :: TestSink; a[1] -> Discard",
            new FakeFiles().Add(
                "in", "!data src dst dport tcp_flags payload\n18.26.4.44 1.2.3.4 80 SA \"abcd\"\n"));
        bench.RunFor(Duration.Zero);
        Assert.That(
            bench.Out.Annotations.Select(annotations => (int?)annotations.Aggregate).FirstOrDefault(),
            Is.EqualTo(expected));
        bench.Close();
    }

    [TestCase("ip wood", "expected 'HEADER [NAME]")]
    [TestCase("wood", "expected 'HEADER [NAME]")]
    [TestCase("ip src[4]", "bad offset or length in TCP/IP field")]
    [TestCase("ip src/33", "bad prefix or mask in TCP/IP field")]
    [TestCase("ip src & 5", "bad prefix or mask in TCP/IP field")]
    [TestCase("ip[3:2]", "field specification does not fit within a single word")]
    [TestCase("ip src 5", "garbage after field specification")]
    public void AggregateIP_Mistakes(string field, string error) =>
        Assert.That(Bench.ErrorOf($"Idle -> AggregateIP({field}) -> Discard"), Does.Contain(error));

    [TestCase("1 1.1.1.1 1 2.2.2.2 2 T S 40|2 2.2.2.2 2 1.1.1.1 1 T SA 40", "1/0 1/1", "Two directions")]
    [TestCase("1 1.1.1.1 1 1.1.1.1 2 U - 40|2 1.1.1.1 2 1.1.1.1 1 U - 40", "1/0 1/1", "One host")]
    [TestCase("1 1.1.1.1 1 2.2.2.2 2 T S 40|2 1.1.1.1 1 2.2.2.2 2 U - 40", "1/0 2/0", "Two protocols")]
    [TestCase("1 1.1.1.1 1 2.2.2.2 2 U - 40|61 1.1.1.1 1 2.2.2.2 2 U - 40", "1/0 1/0", "Not silent enough")]
    [TestCase("1 1.1.1.1 1 2.2.2.2 2 U - 40|62 1.1.1.1 1 2.2.2.2 2 U - 40", "1/0 2/0", "Silent too long")]
    [TestCase("1 1.1.1.1 1 2.2.2.2 2 T R 40|2 1.1.1.1 1 2.2.2.2 2 T A 40|3 1.1.1.1 1 2.2.2.2 2 T S 40",
        "1/0 1/0 2/0", "SYN after RST")]
    [TestCase("1 1.1.1.1 1 2.2.2.2 2 T F 40|2 1.1.1.1 1 2.2.2.2 2 T S 40", "1/0 1/0", "SYN after one FIN")]
    public void AggregateIPFlows_NumbersFlows(string lines, string expected, string why) => Assert.That(
        SummaryDumps.Convert(
            Flow + lines.Replace('|', '\n') + "\n", "aggregate paint", between: "-> AggregateIPFlows")
            .TrimEnd('\n').Replace(' ', '/').Replace('\n', ' '),
        Is.EqualTo(expected),
        why);

    [Test]
    public void AggregateIPFlows_TellsListeners()
    {
        FakeFiles files = new FakeFiles().Add(
            "in",
            "!data timestamp src sport dst dport proto ip_id\n"
            + "1 1.1.1.1 1 2.2.2.2 2 U 1\n2 1.1.1.1 1 2.2.2.2 2 U 2\n100 1.1.1.1 1 2.2.2.2 2 U 3\n");
        var bench = new Bench(
            "FromIPSummaryDump(in) -> f :: AggregateIPFlows -> l :: AggregateLast(NOTIFIER f) "
            + "-> ToIPSummaryDump(out, HEADER false, FIELDS aggregate ip_id count)",
            files);
        bench.RunFor(Duration.Zero);
        bench.Router.WriteHandler("f.clear", "");
        bench.Close();
        Assert.That(files.Text("out"), Is.EqualTo("1 2 2\n2 3 1\n"));
    }

    [Test]
    public void AggregateIPFlows_WithTooManyFlowsOfTwoHosts_EndsTheOneSilentForLongest()
    {
        const int bound = 1 << 16;
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> f :: AggregateIPFlows -> l :: AggregateLast(NOTIFIER f) "
            + "-> out :: TestSink");
        for (int ports = 0; ports < bound; ports++)
        {
            Send(bench, Datagram(ports));
        }

        // The first flow is used again, so that the second is the one that makes room for the last.
        Send(bench, Datagram(0));
        Send(bench, Datagram(bound));
        Assert.That(Aggregates(bench, "out"), Is.EqualTo("2"));
        Send(bench, Datagram(0));
        Send(bench, Datagram(1));
        bench.Router.WriteHandler("f.clear", "");
        Assert.That(
            bench.Out.Annotations.Count(annotations => annotations.Aggregate is 1 or bound + 1 or bound + 2),
            Is.EqualTo(3));
        bench.Close();
    }

    [Test]
    public void AggregateIPFlows_IcmpErrorsBelongToTheirFlow()
    {
        const string quoted = "4500001c000000004011000001010101020202020001000200080000";
        var bench = new Bench(
            "in :: TestSource -> MarkIPHeader -> f :: AggregateIPFlows(ICMP true) -> out :: TestSink; "
            + "f[1] -> Discard");
        Send(bench, quoted);
        Send(bench, "450000380000000040010000030303030101010103030000 00000000" + quoted);
        Assert.That(
            bench.Out.Annotations.Select(annotations => (annotations.Aggregate, annotations.Paint)),
            Is.EqualTo(new[] { (1U, (byte)0), (1U, (byte)2) }));
        bench.Close();
    }

    [Test]
    public void AggregateIPFlows_FragmentsTooOld_LeaveApart()
    {
        FakeFiles files = new FakeFiles().Add(
            "in",
            "!data timestamp src dst proto ip_id ip_fragoff ip_len\n"
            + "1 1.1.1.1 2.2.2.2 U 1 24 60\n2 1.1.1.1 2.2.2.2 U 2 24 60\n32 1.1.1.1 2.2.2.2 U 3 24 60\n");
        var bench = new Bench(
            "FromIPSummaryDump(in) -> f :: AggregateIPFlows -> Discard; "
            + "f[1] -> ToIPSummaryDump(out, HEADER false, FIELDS ip_id)",
            files);
        bench.RunFor(Duration.Zero);
        bench.Close();
        Assert.That(files.Text("out"), Is.EqualTo("1\n"));
    }

    [Test]
    public void AggregateIPAddrPair_ForgetsSilentPairs() => Assert.That(
        SummaryDumps.Convert(
            "!data timestamp src dst\n1 1.1.1.1 2.2.2.2\n5 2.2.2.2 1.1.1.1\n16 1.1.1.1 2.2.2.2\n",
            "aggregate paint",
            between: "-> AggregateIPAddrPair(TIMEOUT 10)"),
        Is.EqualTo("1 0\n1 1\n2 0\n"));

    [TestCase("AggregateFilter(allow 1-3, 1 2-6, drop 4)", "1 2 3", "4 5 6")]
    [TestCase("AggregateFilter(drop 2, 1 1-9, 0 all)", "0 10", "1 3 4 5 6 7 8 9")]
    public void AggregateFilter_TakesTheFirstRule(string element, string first, string second)
    {
        var bench = new Bench(
            $"in :: TestSource -> f :: {element} -> a :: TestSink; f[1] -> b :: TestSink");
        for (uint aggregate = 0; aggregate <= 10; aggregate++)
        {
            bench.Send("00", packet => packet.Annotations.Aggregate = aggregate);
        }

        Assert.That((Aggregates(bench, "a"), Aggregates(bench, "b")), Is.EqualTo((first, second)));
        bench.Close();
    }

    [Test]
    public void AnonymizeIPAddr_KeepsPrefixLengths()
    {
        string[] given =
        [
            "18.26.4.44", "18.26.4.45", "18.26.7.1", "18.200.1.1", "19.1.1.1", "128.0.0.1", "255.255.255.255",
        ];
        string[] hidden = SummaryDumps.Convert(
            "!data src\n" + string.Join('\n', given) + "\n",
            "src",
            ", CHECKSUM true",
            between: "-> AnonymizeIPAddr(CLASS 1) -> CheckIPHeader").TrimEnd('\n').Split('\n');
        Assert.That(hidden[^1], Is.EqualTo(given[^1]));
        for (int one = 0; one < given.Length - 1; one++)
        {
            Assert.That(Number(hidden[one]) >> 31, Is.EqualTo(Number(given[one]) >> 31), "Class A stays.");
            for (int other = 0; other < one; other++)
            {
                Assert.That(
                    CommonBits(hidden[one], hidden[other]), Is.EqualTo(CommonBits(given[one], given[other])));
            }
        }
    }

    private static string Datagram(int ports) =>
        "4500001c0000000040110000" + "0101010102020202" + $"{0x10000000 + ports:x8}00080000";

    private static void Send(Bench bench, string hex) =>
        bench.Send(hex, packet => packet.Annotations.Timestamp = new Instant(1));

    private static string Aggregates(Bench bench, string sink) =>
        string.Join(' ', bench.Sink(sink).Annotations.Select(annotations => annotations.Aggregate));

    private static uint Number(string address) => address.Split('.').Aggregate(
        0U, (sum, part) => (sum << 8) | byte.Parse(part, CultureInfo.InvariantCulture));

    private static int CommonBits(string one, string other) =>
        System.Numerics.BitOperations.LeadingZeroCount(Number(one) ^ Number(other));
}
