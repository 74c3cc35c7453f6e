using Xia.Router.Tests.Testing;
using static Xia.Router.Tests.Elements.Rewriting.FlowPackets;

namespace Xia.Router.Tests.Elements.Rewriting;

public sealed class IPRewriterPatternsTests
{
    [Test]
    public void Names_TwoInputsOfOnePattern_TakeTurnsInItsRange()
    {
        var bench = new RewriterBench(
            "UDPRewriter(pattern p 0 1, pattern p 1 0)", "IPRewriterPatterns(q - -, p 3.0.0.1 9-99# - -);");
        Assert.That(bench.Forward(Udp("10.0.0.1", 5, "2.0.0.2", 6)), Is.EqualTo("out U 3.0.0.1 9 2.0.0.2 6"));
        Assert.That(bench.Back(Udp("10.0.0.2", 5, "2.0.0.2", 6)), Is.EqualTo("in U 3.0.0.1 10 2.0.0.2 6"));
        Assert.That(
            bench.Forward(Udp("10.0.0.3", 5, "2.0.0.2", 6)),
            Is.EqualTo("out U 3.0.0.1 11 2.0.0.2 6"));
        bench.Close();
    }

    [Test]
    public void Names_OfACompoundElement_HoldInside()
    {
        const string Inner = """
            elementclass Inner {
                IPRewriterPatterns(p 3.0.0.1 9 - -);
                input -> UDPRewriter(pattern p 0 0) -> output;
            }

            """;
        var bench = new Bench($"{Inner} in :: TestSource -> Inner -> out :: TestSink;");
        bench.Send(Udp("10.0.0.1", 5, "2.0.0.2", 6), Mark);
        Assert.That(Describe(bench.Out.Bytes(0)), Is.EqualTo("U 3.0.0.1 9 2.0.0.2 6"));
        bench.Close();
        Assert.That(
            Bench.ErrorOf($"{Inner} TestSource -> Inner -> UDPRewriter(pattern p 0 0) -> TestSink;"),
            Does.Contain("input spec 0: no such pattern 'p'"));
    }

    [Test]
    public void Configure_Wrong_SaysSoInClicksWords() => Assert.That(
        Bench.ErrorOf("IPRewriterPatterns(a - - - -, a - - - -, b 1 2 3, c, d - - - - -);"),
        Is.EqualTo("""
            config:1: While configuring 'IPRewriterPatterns@1 :: IPRewriterPatterns':
              pattern 'a' already defined
              bad source address
              syntax error
              syntax error
            Router could not be initialized!
            """.ReplaceLineEndings("\n")));
}
