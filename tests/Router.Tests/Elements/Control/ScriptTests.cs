using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Control;

/// <summary>The handlers of scripts, one value each; what scripts do over time is told by test scripts.</summary>
public sealed class ScriptTests
{
    [TestCase("add", "1 2 3", "6")]
    [TestCase("add", "", "0")]
    [TestCase("add", "1.5 2", "3.5")]
    [TestCase("sub", "10 5 2", "3")]
    [TestCase("mul", "4611686018427387904 4", "1.84467440737e+19")]
    [TestCase("div", "7 2", "3.5")]
    [TestCase("div", "6 2", "3")]
    [TestCase("div", "1 3", "0.333333333333")]
    [TestCase("idiv", "-7 2", "-3")]
    [TestCase("mod", "-7 3", "-1")]
    [TestCase("rem", "7.5 2", "1.5")]
    [TestCase("neg", "4", "-4")]
    [TestCase("abs", "-3.5", "3.5")]
    [TestCase("min", "10 6 20", "6")]
    [TestCase("max", "-1 6 3", "6")]
    [TestCase("eq", "10 0xA", "true")]
    [TestCase("eq", "10x 10x", "true")]
    [TestCase("le", "9 8", "false")]
    [TestCase("lt", "9 10", "true")]
    [TestCase("lt", "9a 10a", "false")]
    [TestCase("ge", "1.5 1", "true")]
    [TestCase("ne", "a b", "true")]
    [TestCase("gt", "2 1", "true")]
    [TestCase("not", "false", "true")]
    [TestCase("and", "true yes 1", "true")]
    [TestCase("or", "false no 0", "false")]
    [TestCase("nand", "true false", "true")]
    [TestCase("nor", "false true", "false")]
    [TestCase("if", "true a b", "a")]
    [TestCase("if", "false a b", "b")]
    [TestCase("in", "foo bar foo", "true")]
    [TestCase("in", "foo bar", "false")]
    [TestCase("first", "a b", "a")]
    [TestCase("sprintf", "\"%05x\" 127", "0007f")]
    [TestCase("sprintf", "%-4d|%4s|%+d|%% 3 ab 5", "3   |  ab|+5|%")]
    [TestCase("sprintf", "%.3f|%e|%g 2.5 1234.5 0.00001", "2.500|1.234500e+03|1e-05")]
    [TestCase("length", "abcdef", "6")]
    [TestCase("unquote", "\"a b\"", "a b")]
    [TestCase("readable", "s.add add", "true")]
    [TestCase("readable", "s.set", "false")]
    [TestCase("writable", "s.set", "true")]
    [TestCase("htons", "258", "513")]
    [TestCase("ntohl", "16777216", "1")]
    public void Handler_WithItsParameter_GivesItsValue(string handler, string text, string value) =>
        Assert.That(Load().ReadHandler($"s.{handler}", text), Is.EqualTo(value));

    [TestCase("add", "x")]
    [TestCase("div", "1 0")]
    [TestCase("mod", "1.5 1")]
    [TestCase("eq", "1")]
    [TestCase("not", "maybe")]
    [TestCase("sprintf", "%d")]
    [TestCase("sprintf", "%q 1")]
    [TestCase("sprintf", "%99999999999d 1")]
    [TestCase("get", "nothing")]
    [TestCase("random", "0")]
    [TestCase("htons", "65536")]
    public void Handler_WithAWrongParameter_Refuses(string handler, string text) =>
        Assert.That(() => Load().ReadHandler($"s.{handler}", text), Throws.TypeOf<HandlerException>());

    [Test]
    public void Shift_OfAVariable_TakesItsFirstWord()
    {
        RouterGraph graph = Load();
        graph.WriteHandler("s.set", "v one \"two words\" three");
        Assert.That(graph.ReadHandler("s.shift", "v"), Is.EqualTo("one"));
        Assert.That(graph.ReadHandler("s.shift", "v"), Is.EqualTo("\"two words\""));
        Assert.That(graph.ReadHandler("s.get", "v"), Is.EqualTo("three"));
    }

    [Test]
    public void Random_InARange_StaysInIt()
    {
        RouterGraph graph = Load();
        for (int count = 0; count < 100; count++)
        {
            Assert.That(int.Parse(graph.ReadHandler("s.random", "5 7")), Is.InRange(5, 7));
            Assert.That(int.Parse(graph.ReadHandler("s.random", "3")), Is.InRange(0, 2));
        }
    }

    [Test]
    public void RandomSeed_OfTwoGraphs_GivesTheSameNumbers()
    {
        string[] drawn =
        [
            .. new[] { "5", "5", "6" }.Select(seed =>
                new Bench($"RandomSeed({seed}); s :: Script(TYPE PASSIVE)").Router.ReadHandler("s.random")),
        ];
        Assert.That(drawn[1], Is.EqualTo(drawn[0]));
        Assert.That(drawn[2], Is.Not.EqualTo(drawn[0]));
    }

    [TestCase("frobnicate", "syntax error at 'frobnicate'")]
    [TestCase("goto nowhere", "no such label 'nowhere'")]
    [TestCase("wait soon", "syntax error at 'wait'")]
    [TestCase("set", "syntax error at 'set'")]
    [TestCase("TYPE LOUD", "bad TYPE")]
    [TestCase("TYPE SIGNAL NONE", "bad signal number")]
    public void Configure_WithAMistake_SaysWhichInstruction(string instruction, string message) =>
        Assert.That(Bench.ErrorOf($"Script({instruction})"), Does.Contain(message));

    [Test]
    public void Wait_AfterWorkThatTookTime_CountsFromTheMoment()
    {
        Instant moment = new(7);
        RouterGraph graph = RouterGraph.Load(
            "s :: Script(TYPE ACTIVE, wait 0.5s, stop); Idle -> Discard",
            "test",
            new RouterEnvironment { Pool = new PacketPool(), Clock = () => moment });
        graph.Run(default, 10);
        Assert.That(graph.NextRun, Is.EqualTo(moment + Duration.FromMilliseconds(500)));
    }

    private static RouterGraph Load() => new Bench("s :: Script(TYPE PASSIVE)").Router;
}
