using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

internal sealed class GraphBuilderTests
{
    [TestCase("e :: Discard; Idle -> e; Idle -> [3] e", "config:1: 'e :: Discard' has no input 3")]
    [TestCase("e :: Null; Idle -> e; e[3] -> Discard", "config:1: 'e :: Null' has no output 3")]
    [TestCase("e :: Null; Idle -> e", "config:1: 'e :: Null' output 0 unused")]
    [TestCase("e :: Null; e -> Discard", "config:1: 'e :: Null' input 0 unused")]
    [TestCase(
        "t :: TestSource; t -> Discard; t -> Discard",
        "config:1: illegal reuse of 't :: TestSource' push output 0")]
    [TestCase(
        "u :: Unqueue; q, r :: Queue; Idle -> q -> u -> Discard; Idle -> r -> u",
        "config:1: illegal reuse of 'u :: Unqueue' pull input 0")]
    [TestCase(
        "a :: TestSource; b :: Unqueue; a -> b -> Discard",
        "'a :: TestSource' push output 0 connected to 'b :: Unqueue' pull input 0")]
    [TestCase(
        "q :: Queue; Idle -> q -> s :: TestSink",
        "'q :: Queue' pull output 0 connected to 's :: TestSink' push input 0")]
    [TestCase(
        "TestSource -> e :: Null -> Unqueue -> Discard",
        "agnostic 'e :: Null' in mixed context: push input 0, pull output 0")]
    [TestCase(
        "Idle -> Queue -> e :: Null -> TestSink",
        "agnostic 'e :: Null' in mixed context: pull input 0, push output 0")]
    [TestCase("Idle -> Tee -> Discard; Idle -> [1] t :: Tee", "config:1: 't :: Tee' has no input 1")]
    [TestCase(
        "t :: Tee; Idle -> t; t[2] -> Discard",
        "config:1: 't :: Tee' output 0 unused\nconfig:1: 't :: Tee' output 1 unused")]
    public void Load_WrongGraph_SaysWhatClickSays(string text, string expected) =>
        Assert.That(Bench.ErrorOf(text), Is.EqualTo(expected + "\nRouter could not be initialized!"));

    [Test]
    public void Load_WrongArguments_ReportsAllElements() => Assert.That(
        Bench.ErrorOf("p :: Paint(300);\nIdle -> p -> Strip -> Queue(x, y) -> Discard;"),
        Is.EqualTo(
            "config:1: While configuring 'p :: Paint':\n  COLOR: out of range, bound 255\n"
            + "config:2: While configuring 'Strip@3 :: Strip':\n  LENGTH: required argument missing\n"
            + "config:2: While configuring 'Queue@4 :: Queue':\n"
            + "  CAPACITY: parse error\n  too many arguments\n"
            + "Router could not be initialized!"));

    [Test]
    public void Load_FailedInitialization_StopsAtTheFirst() => Assert.That(
        Bench.ErrorOf("FromDevice(eth0) -> ToDevice(eth1)"),
        Is.EqualTo(
            "config:1: While initializing 'FromDevice@1 :: FromDevice':\n  eth0: no such device\n"
            + "Router could not be initialized!"));

    [TestCase(
        "s :: TestSource; o :: TestSink; s -> n :: Null -> o",
        "n",
        "1 input\npush~\t-\ts [0]\n1 output\npush~\t-\t[0] o")]
    [TestCase(
        "s :: TestSource; o :: TestSink; s -> q :: Queue -> n :: Null -> u :: Unqueue -> o",
        "n",
        "1 input\npull~\t-\tq [0]\n1 output\npull~\t-\t[0] u")]
    [TestCase(
        "i :: Idle -> n :: Null -> j :: Idle; i[1] -> n",
        "n",
        "1 input\npush~\t-\ti [0], i [1]\n1 output\npush~\t-\t[0] j")]
    [TestCase(
        "Idle -> q :: Queue -> c :: CheckPaint(1) -> d :: Discard; c[1] -> e :: Discard",
        "c",
        "1 input\npull~\t-\tq [0]\n2 outputs\npull~\t-\t[0] d\npush\t-\t[0] e")]
    [TestCase("i :: Idle -> q :: Queue -> j :: Idle", "j", "1 input\npull~\t-\tq [0]\n0 outputs")]
    public void Load_Agnostics_TakeTheSideTheyStandOn(string text, string element, string ports) =>
        Assert.That(new Bench(text).Read(element + ".ports"), Is.EqualTo(ports));

    [TestCase("1/1", 0, 0, 1, 1)]
    [TestCase("1-2/0", 2, 0, 2, 0)]
    [TestCase("1/-6", 1, 9, 1, 6)]
    [TestCase("2-/-", 5, 3, 5, 3)]
    [TestCase("3", 0, 0, 3, 3)]
    [TestCase("1-/=", 2, 5, 5, 5)]
    [TestCase("1-/=+", 2, 1, 2, 3)]
    public void PortCount_Codes(string code, int usedIn, int usedOut, int inputs, int outputs) =>
        Assert.That(Xia.Router.Graph.Building.PortCountCode.Fit(code, usedIn, usedOut), Is.EqualTo((inputs, outputs)));

    [TestCase("x/x", 3, 4, true)]
    [TestCase("x/y", 0, 0, false)]
    [TestCase("xy/x", 1, 0, false)]
    [TestCase("xy/x", 0, 0, true)]
    [TestCase("#/#", 2, 2, true)]
    [TestCase("#/#", 2, 3, false)]
    [TestCase("#/[^#]", 2, 2, false)]
    [TestCase("#/[^#]", 2, 3, true)]
    [TestCase("xy/[xy]x", 1, 0, true)]
    [TestCase("xy/[xy]x", 1, 1, false)]
    public void FlowCode_Cases(string code, int input, int output, bool reaches) =>
        Assert.That(Xia.Router.Graph.Building.FlowCode.Reaches(code, input, output), Is.EqualTo(reaches));
}
