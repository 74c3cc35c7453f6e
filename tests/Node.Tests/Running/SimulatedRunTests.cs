using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Node.Tests.Testing;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Running;

/// <summary>Whole runs in simulated time: no test here waits for the world.</summary>
public sealed class SimulatedRunTests
{
    [Test]
    public void Run_ScriptThatWaits_JumpsToItsDeadline() =>
        Assert.That(
            Output("Script(wait 3600, print $(now), stop)"), Does.StartWith("1000003600.00000000"));

    [Test]
    public void Run_DriverManager_StopsWhenItsScriptEnds() =>
        Assert.That(Output("DriverManager(pause, print \"second\"); Script(print $(add 1 1), stop)"),
            Is.EqualTo("2\nsecond\n"));

    [Test]
    public void Run_TwoScripts_RunInTheOrderOfTheirDeadlines() =>
        Assert.That(
            Output("Script(wait 2, print \"late\", stop); Script(wait 1, print \"early\")"),
            Is.EqualTo("early\nlate\n"));

    [Test]
    public void Read_Again_IsATickLater()
    {
        var clock = new SimulatedClock();
        Assert.That(clock.Read() - SimulatedClock.Beginning, Is.EqualTo(Duration.FromNanoseconds(1)));
        Assert.That(clock.Read() - SimulatedClock.Beginning, Is.EqualTo(Duration.FromNanoseconds(2)));
    }

    [Test]
    public void PassUntil_ADeadline_IsReadNext()
    {
        var clock = new SimulatedClock();
        Instant deadline = SimulatedClock.Beginning + Duration.FromSeconds(5);
        Assert.That(clock.PassUntil(deadline), Is.EqualTo(Duration.Zero));
        Assert.That(clock.Read(), Is.EqualTo(deadline));
    }

    private static string Output(string text)
    {
        var console = new RecordingConsole();
        var clock = new SimulatedClock();
        using var poller = new Poller();
        var driver = new RouterDriver(clock, poller);
        RouterGraph graph = RouterGraph.Load(
            text,
            "config",
            new RouterEnvironment { Pool = new PacketPool(), Console = console, Start = clock.Read() });
        driver.Run(graph);
        graph.Close();
        return console.Output;
    }
}
