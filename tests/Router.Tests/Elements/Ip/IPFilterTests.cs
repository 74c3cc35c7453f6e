using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

internal sealed class IPFilterTests
{
    [TestCase("allow tcp port > 1023", """
         0 264/00060000%00ff0000  yes->step 1  no->[X]
         1 260/00000000%00001fff  yes->step 2  no->[X]
         2 512/00000000%fc00fc00  yes->[X]  no->[0]  short->yes
        safe length 515
        """)]
    [TestCase("allow dst & 255.0.0.0 == 10.0.0.0", """
         0 272/0a000000%ff000000  yes->[0]  no->[X]
        safe length 273
        """)]
    [TestCase("allow net 1.2.3.0 mask 255.255.0.0", """
         0 268/01020000%ffff0000  yes->[0]  no->step 1
         1 272/01020000%ffff0000  yes->[0]  no->[X]
        safe length 274
        """)]
    [TestCase("1 win > 5, deny all", """
         0 264/00060000%00ff0000  yes->step 1  no->[X]
         1 260/00000000%00001fff  yes->step 2  no->[X]
         2 524/00000000%0000fff8  yes->step 3  no->[1]  short->yes
         3 524/00000006%00000006  yes->[1]  no->[X]
        safe length 528
        """)]
    [TestCase("allow tcp src port 5 ? udp : icmp", """
         0 264/00060000%00ff0000  yes->[X]  no->step 1
         1 264/00010000%00ff0000  yes->[0]  no->[X]
        safe length 266
        """)]
    [TestCase("allow src and dst host 1.2.3.4", """
         0 268/01020304%ffffffff  yes->step 1  no->[X]
         1 272/01020304%ffffffff  yes->[0]  no->[X]
        safe length 276
        """)]
    [TestCase("allow icmp type unreachable, 1 icmp, 2 tcp", """
         0 264/00010000%00ff0000  yes->step 1  no->step 3
         1 260/00000000%00001fff  yes->step 2  no->[1]
         2 512/03000000%ff000000  yes->[0]  no->[1]
         3 264/00060000%00ff0000  yes->[2]  no->[X]
        safe length 513
        """)]
    [TestCase("allow dst ether host 1:2:3:4:5:6", """
         0   0/00000102%0000ffff  yes->step 1  no->[X]
         1   4/03040506%ffffffff  yes->[0]  no->[X]
        safe length 8
        """)]
    [TestCase("1 not false and (true or tcp)", "all->[1]\nsafe length 0")]
    [TestCase("allow tcp and udp", "all->[X]\nsafe length 0")]
    public void Program_Is(string patterns, string program)
    {
        var bench = new Bench($"in :: TestSource -> f :: IPFilter({patterns}) -> out :: TestSink; "
            + "f[1] -> out; f[2] -> out");
        Assert.That(bench.Read("f.program"), Is.EqualTo($"{program}\nalignment offset 0"));
        bench.Close();
    }

    [TestCase("allow foo", "pattern 0: empty term near 'foo'\n  pattern 0: missing expression\n"
        + "  pattern 0: garbage after expression at 'foo'")]
    [TestCase("allow port", "pattern 0: 'port': value missing")]
    [TestCase("allow tcp ? udp", "pattern 0: missing ':' in ternary expression")]
    [TestCase("5 tcp", "pattern 0: slot '5' out of range")]
    [TestCase("x tcp", "pattern 0: unknown slot ID 'x'")]
    [TestCase("allow tcp, allow ip tos 300", "pattern 1: 'ip tos': out of range, bound 255")]
    [TestCase("allow tcp opt 300", "pattern 0: 'tcp opt': value 300 out of range")]
    [TestCase("allow not", "pattern 0: missing expression after 'not'")]
    [TestCase("allow ip[3:4] 5", "pattern 0: field [3:4] does not fit in a single word\n"
        + "  pattern 0: specify header field or 'port'")]
    [TestCase("allow ip[0:5] 5", "pattern 0: LEN in '[POS:LEN]' out of range, should be between 1 and 4\n"
        + "  pattern 0: specify header field or 'port'")]
    [TestCase("allow ip[a] 5", "pattern 0: syntax error after '[', expected '[POS]' or '[POS:LEN]'\n"
        + "  pattern 0: specify header field or 'port'")]
    [TestCase("allow tcp & 5 > 3", "pattern 0: specify header field or 'port'")]
    [TestCase("allow tcp udp", "pattern 0: transport protocol specified twice")]
    [TestCase("allow echo", "pattern 0: '<none>  echo' is ambiguous; try 'port  echo', 'port  echo', "
        + "'icmp type  echo'")]
    [TestCase("allow 5", "pattern 0: specify header field or 'port'")]
    [TestCase("allow dst port 5 mask 3", "pattern 0: empty term near 'mask'\n"
        + "  pattern 0: garbage after expression at 'mask'")]
    public void Mistakes_AreToldAsClickDoes(string patterns, string errors) =>
        Assert.That(
            Bench.ErrorOf($"TestSource -> f :: IPFilter({patterns}) -> Discard"),
            Is.EqualTo($"config:1: While configuring 'f :: IPFilter':\n  {errors}\n"
                + "Router could not be initialized!"));

    [TestCase("allow ip ttl > 300", "pattern 0: warning: relation '> 300' is always false (range 0-255)")]
    [TestCase("allow src tcp", "pattern 0: warning: 'src proto': 'src' or 'dst' ignored")]
    public void Oddities_AreWarnings(string patterns, string warning)
    {
        var bench = new Bench($"TestSource -> f :: IPFilter({patterns}) -> Discard");
        Assert.That(bench.Lines, Is.EqualTo(new[]
        {
            "config:1: While configuring 'f :: IPFilter':", $"  {warning}",
        }));
        bench.Close();
    }

    [Test]
    public void Nesting_HasALimit() =>
        Assert.That(
            Bench.ErrorOf($"TestSource -> IPFilter(allow {new string('(', 600)}tcp) -> Discard"
                .Replace("tcp)", "tcp" + new string(')', 600) + ")", StringComparison.Ordinal)),
            Does.Contain("pattern 0: expression nested too deeply"));

    [Test]
    public void Batch_GoesInOrder_DropsWhatNothingFits()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader "
            + "-> f :: IPFilter(0 src host 10.0.0.1, 1 src net 10.0.0.0/24) -> out :: TestSink; "
            + "f[1] -> other :: TestSink");
        bench.Router.Find<TestSource>("in")!.SendBatch(
            IpPackets.Udp("10.0.0.1", "10.0.0.9"),
            IpPackets.Udp("10.0.0.1", "10.0.0.8"),
            IpPackets.Udp("10.0.0.2", "10.0.0.9"),
            IpPackets.Udp("10.0.1.1", "10.0.0.9"));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(2));
            Assert.That(bench.Sink("other").Hex, Has.Count.EqualTo(1));
            Assert.That(bench.Out.BatchSizes, Is.EqualTo(new[] { 2 }));
        });
        bench.Close();
    }

    [TestCase("ip vers 4")]
    [TestCase("ip hl 5")]
    [TestCase("ip ttl 64 and ip len 40 and not frag and unfrag")]
    [TestCase("udp and 10.0.0.1 and dst 10.0.0.2/32 and ip proto 17")]
    [TestCase("src udp port 1 and dst port 515")]
    [TestCase("port >= 515 and src port < 2 and src port <= 1 and dst port != 1")]
    [TestCase("ip[9] 17 and transp[4:2] 0x405 and udp[1] & 1 == 1")]
    [TestCase("not (tcp or icmp) and !ect and not ce and ip dscp 0 and tos 0")]
    [TestCase("tcp ? false : udp ? true : false")]
    public void Fits(string pattern)
    {
        var bench = new Bench($"in :: TestSource -> MarkIPHeader -> c :: IPClassifier({pattern}, -) "
            + "-> out :: TestSink; c[1] -> other :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        Assert.That((bench.Out.Hex.Count, bench.Sink("other").Hex.Count), Is.EqualTo((1, 0)));
        bench.Close();
    }

    [Test]
    public void IPClassifier_PatternsAreHandlers()
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> c :: IPClassifier(tcp, -) "
            + "-> out :: TestSink; c[1] -> other :: TestSink");
        bench.Router.WriteHandler("c.pattern0", "udp");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2"));
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Has.Count.EqualTo(1));
            Assert.That(bench.Read("c.pattern0"), Is.EqualTo("udp"));
            Assert.That(
                Assert.Throws<Xia.Router.Graph.Handlers.HandlerException>(
                    () => bench.Router.WriteHandler("c.pattern0", "nonsense"))!.Message,
                Does.Contain("pattern 0: empty term near 'nonsense'"));
            Assert.That(bench.Read("c.pattern0"), Is.EqualTo("udp"));
        });
        bench.Close();
    }

    [Test]
    public void IPClassifier_OutputThatNothingReaches_IsAWarning()
    {
        var bench = new Bench("TestSource -> c :: IPClassifier(-, tcp) -> d :: Discard; c[1] -> d");
        Assert.That(bench.Lines[^1], Is.EqualTo("  warning: output 1 matches no packets"));
        bench.Close();
        Assert.That(
            Bench.ErrorOf("TestSource -> c :: IPClassifier(-, tcp) -> Discard"),
            Does.Contain("need 1 arguments, one per output port"));
    }

    [Test]
    public void RandomWords_AreReadOrRefused([Values(1, 2)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        const string Words = "src dst ip tcp udp icmp port host net proto ttl tos len hl frag ect ce opt syn "
            + "win type transp tcpudp and or not && || ! ? : == != < > <= >= & [ ] 0 1 5 17 256 65535 0x10 "
            + "-1 99999999999 1.2.3.4 10.0.0.0/8 mask 255.0.0.0 true false www echo foo 9:a:b:c:d:e "
            + "ether ; ] 4:4 all - %";
        string[] words = Words.Split(' ');
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            string pattern = string.Join(' ', random.GetItems(words, random.Next(1, 9)));
            try
            {
                new Bench($"TestSource -> IPFilter(allow {pattern}) -> Discard").Close();
            }
            catch (Xia.Router.Language.RouterConfigurationException refused)
            {
                Assert.That(refused.Messages, Is.Not.Empty, $"seed {seed}, {pattern}");
            }
        }
    }

    [Test]
    public void ErrorsAndWarnings_StandInTheirOrder() =>
        Assert.That(
            Bench.ErrorOf("TestSource -> f :: IPFilter(allow src tcp, allow port) -> Discard"),
            Does.Contain("  pattern 0: warning: 'src proto': 'src' or 'dst' ignored\n"
                + "  pattern 1: 'port': value missing"));
}
