using Xia.Kernel.Time;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Moves;

/// <summary>Refused, interrupted and timed-out moves: one copy runs, or the machine is in doubt, and a reason is given.</summary>
internal sealed class BrokenMoveTests
{
    private static readonly string[] Arms = [SmallScenario.XiaArm, SmallScenario.IpArm];

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void LinkDown_DuringPreCopy_AbortsAndTheMachineRunsOnAtTheSource(string arm)
    {
        const string slow = "{ at: 1s, migrate: web, to: hostB, strategy: pre-copy, limit: 256KiBps }";
        Finished end = Finish(arm, "16s", slow, "{ at: 1300ms, link: siteB-hostB, down: true }");

        AssertStays(end, "Stalled");
        Assert.That(end.Run.Hub.Records.Single().FrozenAt, Is.Null, "the machine never stopped");
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Link_DownFromTheStart_TheMoveTimesOut(string arm)
    {
        Finished end = Finish(arm, "16s", SmallScenario.Move, "{ at: 500ms, link: siteB-hostB, down: true }");

        AssertStays(end, "");
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void SecondMove_WhileTheFirstIsUnderWay_IsRefusedAndTheFirstCompletes(string arm)
    {
        const string again = "{ at: 1050ms, migrate: web, to: hostB, strategy: stop-and-copy }";
        const string slow = "{ at: 1s, migrate: web, to: hostB, strategy: pre-copy, limit: 4MiBps }";
        Finished end = Finish(arm, "5s", slow, again.Replace("hostB", "hostC", StringComparison.Ordinal));

        Assert.That(end.Result.Failures, Has.Count.EqualTo(1), string.Join("; ", end.Result.Failures));
        Assert.That(end.Result.Failures[0], Does.Contain("it is being moved"));
        Assert.That(end.Result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Completed));
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostB" }));
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void Destination_ThatHasTheMachineAlready_Refuses(string arm)
    {
        Scenario scenario = Read("4s", SmallScenario.Move);
        Laboratory.Running.ArmRun run = SmallScenario.Build(scenario, arm);

        // A left-over occupies the port that is kept for the machine.
        run.Network.Node("hostB").PortOf("web").Plug(run.Network.Node("client").Node, "spare", default);
        Finished end = SmallScenario.Finish(run);

        AssertStays(end, "AlreadyHere");
        Assert.That(end.Result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Refused));
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void ThereAndBack_TwoMoves_BothComplete(string arm)
    {
        const string back = "{ at: 3s, migrate: web, to: hostA, strategy: pre-copy }";
        Finished end = Finish(arm, "6s", SmallScenario.Move, back);

        Assert.That(end.Result.Failures, Is.Empty);
        Assert.That(end.Result.Moves.Select(move => move.Outcome), Is.All.EqualTo(MoveOutcome.Completed));
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostA" }));
        Assert.That(end.IsSound, Is.True);
    }

    [TestCase("xia", false)]
    [TestCase("xia", true)]
    [TestCase("ip-none", false)]
    [TestCase("ip-none", true)]
    public void LinkCut_AtManyInstantsAroundTheCommit_NeverRunsTwiceAndSaysWhy(string arm, bool comesBack)
    {
        MoveRecord undisturbed = Finish(arm, "3s", Quiet(SmallScenario.Move)).Run.Hub.Records.Single();
        Instant start = undisturbed.FrozenAt!.Value - Duration.FromMilliseconds(2);
        Instant stop = undisturbed.ReleasedAt!.Value + Duration.FromMilliseconds(4);
        const int cuts = 24;
        HashSet<MoveOutcome> seen = [];
        for (int cut = 0; cut <= cuts; cut++)
        {
            Instant at = start + ((stop - start) * cut / cuts);
            string[] events = comesBack
                ? [SmallScenario.Move, Cut(at, "down"), Cut(at + Duration.FromSeconds(2), "up")]
                : [SmallScenario.Move, Cut(at, "down")];
            Finished end = Finish(arm, "16s", Quiet(events));
            seen.Add(AssertOneOrInDoubt(end, $"{arm}, cut at {at}"));
        }

        TestContext.Out.WriteLine($"{arm}: {string.Join(", ", seen)}");
        Assert.That(seen, Does.Contain(MoveOutcome.Completed));
        Assert.That(comesBack || seen.Count > 1, Is.True, "the sweep missed the commit");
    }

    private static MoveOutcome AssertOneOrInDoubt(Finished end, string when)
    {
        MoveResult move = end.Result.Moves.Single();
        bool isInDoubt = end.Run.Hub.Records.Single().InDoubt;
        Assert.That(end.Run.Hub.Violations, Is.Empty, when);
        Assert.That(end.RunsOn, Has.Count.LessThanOrEqualTo(1), when);
        Assert.That(end.RunsOn.Count == 1 || isInDoubt, Is.True, $"{when}: lost, {move}");
        Assert.That(end.IsSound, Is.True, when);
        Assert.That(move.Outcome, Is.Not.EqualTo(MoveOutcome.Unfinished), $"{when}: {move}");
        if (move.Outcome != MoveOutcome.Completed)
        {
            Assert.That(move.Reason, Is.Not.Null.And.Not.Empty, when);
            Assert.That(end.Result.Failures, Is.Not.Empty, when);
        }

        if (move.Outcome == MoveOutcome.Aborted)
        {
            Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostA" }), when);
        }

        return move.Outcome;
    }

    private static void AssertStays(Finished end, string reason)
    {
        ArmResult result = end.Result;
        Assert.That(result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Aborted).Or.EqualTo(MoveOutcome.Refused));
        Assert.That(result.Moves.Single().Reason, Does.Contain(reason));
        Assert.That(result.Failures, Has.Count.EqualTo(1), string.Join("; ", result.Failures));
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostA" }));
        Assert.That(end.IsSound, Is.True);
        Assert.That(end.Run.Hub.Violations, Is.Empty);
        Assert.That(result.Sessions.Select(session => session.Outcome), Is.All.EqualTo(SessionOutcome.Lived));
        Assert.That(result.Metrics["connectsFailed"], Is.Zero);
    }

    private static string Cut(Instant at, string how) => $"{{ at: {at.Nanoseconds}ns, link: siteB-hostB, {how}: true }}";

    /// <summary>Events of a run in which nobody but a slow probe talks to the machine.</summary>
    private static string[] Quiet(params string[] events) => ["quiet", .. events];

    private static Finished Finish(string arm, string until, params string[] events) =>
        SmallScenario.Finish(SmallScenario.Build(Read(until, events), arm));

    private static Scenario Read(string until, params string[] events)
    {
        bool isQuiet = events[0] == "quiet";
        string text = SmallScenario.Text(Arms, isQuiet ? events[1..] : events, until);
        const string third = "hostB:  { in: west,   graph: host, cores: 2 }";
        const string link = "- { between: [siteB, hostB], delay: 50us }";
        text = text.Replace(third, $"{third}\n  hostC:  {{ in: west,   graph: host }}", StringComparison.Ordinal)
            .Replace(link, $"{link}\n  - {{ between: [siteB, hostC], delay: 50us }}", StringComparison.Ordinal);
        return isQuiet
            ? SmallScenario.Read(text, new ScenarioOverride(
                "clients", "[ { name: probe, on: client, to: web.kv, datagrams: { every: 50ms } } ]"))
            : SmallScenario.Read(text);
    }
}
