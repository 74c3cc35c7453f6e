using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Printing;

internal sealed class PrintingTests
{
    [TestCase("Print", "  12 | 68656c6c 6f20776f 726c6421")]
    [TestCase("Print(x, 5)", "x:   12 | 68656c6c 6f")]
    [TestCase("Print(x, MAXLENGTH -1)", "x:   12 | 68656c6c 6f20776f 726c6421")]
    [TestCase("Print(x, CONTENTS NONE)", "x:   12")]
    [TestCase("Print(x, CONTENTS false)", "x:   12")]
    [TestCase("Print(x, CONTENTS ascii)", "x:   12 |  hello wo rld!")]
    [TestCase("Print(TIMESTAMP true, CONTENTS no)", "1.500000:   12")]
    [TestCase("Print(HEADROOM true, CONTENTS no)", "  12 (h64 t180)")]
    [TestCase(
        "Print(PRINTANNO true, CONTENTS no)",
        "  12 | 0000000000000000000000000000000007"
        + "00000000000000000000000000000000000000000000000000000000000000")]
    public void Print_Shows(string element, string expected)
    {
        var bench = new Bench($"in :: TestSource -> p :: {element} -> out :: TestSink");
        bench.Send("hello world!"u8.ToArray(), packet =>
        {
            packet.Annotations.Timestamp = new Instant(1_500_000_000);
            packet.Annotations.Paint = 7;
        });
        bench.Router.WriteHandler("p.active", "false");
        bench.Send("00");
        Assert.That(bench.Lines, Is.EqualTo(new[] { expected }));
        Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
        bench.Close();
    }

    [Test]
    public void Print_OfABatch_StandsBetweenTheOthers()
    {
        var bench = new Bench(
            "InfiniteSource(DATA \"a\", LIMIT 2, BURST 2) -> Print(1, CONTENTS no) "
            + "-> Print(2, CONTENTS no) -> Discard");
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Lines, Is.EqualTo(new[] { "1:    1", "2:    1", "1:    1", "2:    1" }));
        bench.Close();
    }

    [TestCase("src sport dst dport proto", "1.0.0.1 5 2.0.0.2 6 U", "1.0.0.1.5 > 2.0.0.2.6: udp 8")]
    [TestCase(
        "src sport dst dport tcp_flags tcp_seq tcp_ack tcp_window payload",
        "1.0.0.1 5 2.0.0.2 6 SFA 100 7 512 \"abc\"",
        "1.0.0.1.5 > 2.0.0.2.6: SF 100:105(5,43,43) ack 7 win 512")]
    [TestCase("src dst proto icmp_type icmp_flowid icmp_seq", "1.0.0.1 2.0.0.2 I echo 258 3",
        "1.0.0.1 > 2.0.0.2: icmp echo (258, 3)")]
    [TestCase("src dst proto icmp_type icmp_code", "1.0.0.1 2.0.0.2 I redirect tosnet",
        "1.0.0.1 > 2.0.0.2: icmp redirect tosnet")]
    [TestCase("src dst proto icmp_type icmp_code", "1.0.0.1 2.0.0.2 I 99 3",
        "1.0.0.1 > 2.0.0.2: icmp type 99 code 3")]
    [TestCase("src dst proto icmp_type icmp_code", "1.0.0.1 2.0.0.2 I unreachable port",
        "1.0.0.1 > 2.0.0.2: icmp unreachable port truncated-icmp")]
    [TestCase("src dst proto", "1.0.0.1 2.0.0.2 99", "1.0.0.1 > 2.0.0.2: ip-proto-99")]
    [TestCase("src dst ip_fragoff ip_id ip_len", "1.0.0.1 2.0.0.2 24+ 9 100",
        "1.0.0.1 > 2.0.0.2: tcp (frag 9:80@24+)")]
    [TestCase("src dst ip_len", "1.0.0.1 2.0.0.2 22", "1.0.0.1 > 2.0.0.2: truncated-tcp")]
    public void IPPrint_Shows(string fields, string line, string expected)
    {
        var bench = new Bench(
            "FromIPSummaryDump(in) -> IPPrint(TIMESTAMP false) -> Discard",
            new FakeFiles().Add("in", $"!data {fields}\n{line}\n"));
        bench.RunFor(Duration.Zero);
        Assert.That(bench.Lines, Is.EqualTo(new[] { expected }));
        bench.Close();
    }

    [TestCase("LABEL", "LABEL: 2.500000: 1.0.0.1.0 > 2.0.0.2.0: udp 11")]
    [TestCase("TIMESTAMP false, ID true, TTL true, TOS true, LENGTH true",
        "id 9 ttl 100 tos 3 length 31 1.0.0.1.0 > 2.0.0.2.0: udp 11")]
    [TestCase("TIMESTAMP false, PAINT true", "paint 4: 1.0.0.1.0 > 2.0.0.2.0: udp 11")]
    [TestCase("TIMESTAMP false, AGGREGATE true, PAINT true", "#8.4: 1.0.0.1.0 > 2.0.0.2.0: udp 11")]
    [TestCase("TIMESTAMP false, PAYLOAD ascii", "1.0.0.1.0 > 2.0.0.2.0: udp 11\n  a.c")]
    [TestCase("TIMESTAMP false, CONTENTS hex, MAXLENGTH 26",
        "1.0.0.1.0 > 2.0.0.2.0: udp 11\n  4503001f 00090000 64110000 01000001 02000002 00000000\n  000b")]
    public void IPPrint_ShowsWhatIsAskedFor(string arguments, string expected)
    {
        FakeFiles files = new FakeFiles().Add(
            "in",
            "!data src dst proto timestamp ip_id ip_tos paint aggregate payload\n"
            + "1.0.0.1 2.0.0.2 U 2.5 9 3 4 8 \"a\\<01>c\"\n");
        var bench = new Bench(
            $"FromIPSummaryDump(in) -> IPPrint({arguments}) -> IPPrint({arguments}, OUTFILE f) -> Discard",
            files);
        bench.RunFor(Duration.Zero);
        bench.Close();
        Assert.That(bench.Lines, Is.EqualTo(new[] { expected }));
        Assert.That(files.Text("f"), Is.EqualTo(expected + "\n"));
    }

    [TestCase("Print(CONTENTS x)", "bad contents value 'X'; should be 'NONE', 'HEX', or 'ASCII'")]
    [TestCase("IPPrint(CONTENTS x)", "bad contents value 'X'; should be 'NONE', 'HEX', or 'ASCII'")]
    [TestCase("IPPrint(CONTENTS hex, PAYLOAD hex)", "specify at most one of PAYLOAD and CONTENTS")]
    [TestCase("ARPPrint(CONTENTS hex)", "CONTENTS: unknown argument")]
    public void Mistakes_OfConfiguration(string element, string error) => Assert.That(
        Bench.ErrorOf($"Idle -> {element} -> Discard"), Does.Contain(error));

    [TestCase("0001 0800 06 04 0001 020202020202 0A000001 000000000000 0A000002",
        "arp who-has 10.0.0.2 tell 10.0.0.1")]
    [TestCase("0001 0800 06 04 0001 020202020202 0A000001 030303030303 0A000002",
        "arp who-has 10.0.0.2 (03-03-03-03-03-03) tell 10.0.0.1")]
    [TestCase("0001 0800 06 04 0002 020202020202 0A000001 030303030303 0A000002",
        "arp reply 10.0.0.1 is-at 02-02-02-02-02-02")]
    [TestCase("0001 0800 06 04 0003 020202020202 0A000001 030303030303 0A000002",
        "rarp who-is 03-03-03-03-03-03 tell 02-02-02-02-02-02")]
    [TestCase("0001 0800 06 04 0004 020202020202 0A000001 030303030303 0A000002",
        "rarp reply 03-03-03-03-03-03 at 10.0.0.2")]
    [TestCase("0006 0800 06 04 0005 020202020202 0A000001 030303030303 0A000002", "arp-#5hardware #6")]
    [TestCase("0001 1234 06 04 0001", "arp-#1 for proto #4660 (4) hardware #1 (6)")]
    [TestCase("0001 0800 06", "truncated-arp (5)")]
    public void ARPPrint_Shows(string hex, string expected)
    {
        var bench = new Bench("in :: TestSource -> ARPPrint(TIMESTAMP false) -> out :: TestSink");
        bench.Send(hex, packet => packet.SetNetworkHeader(0));
        bench.Send(hex);
        Assert.That(bench.Lines, Is.EqualTo(new[] { expected }), "Only the packet with a mark is printed.");
        bench.Close();
    }

    [Test]
    public void ARPPrint_ShowsTheEthernetHeader()
    {
        var bench = new Bench("in :: TestSource -> ARPPrint(a, ETHER true) -> out :: TestSink");
        bench.Send("010203040506 0A0B0C0D0E0F 0806 0001", packet => packet.SetNetworkHeader(14));
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "a: 0.000000: 0A-0B-0C-0D-0E-0F > 01-02-03-04-05-06: truncated-arp (2)",
        }));
        bench.Close();
    }
}
