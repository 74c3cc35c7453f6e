using Xia.Emulator.Links;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Moves;

/// <summary>What arrives at a destination is what left: three nets, each of which is cut in turn.</summary>
/// <remarks>The transport's checksum mends; the frame's checksum and the end hash each end the move.</remarks>
internal sealed class CorruptionTests
{
    private const string Link = "siteA-hostA";

    /// <summary>The first page behind the machine's own 4 MiB: the store's, never all zero.</summary>
    private const int KeyValuePage = 1024;

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void FlippedByte_OfAMigrationFrame_IsMendedByTheTransport(string arm)
    {
        long frame = FirstLongFrame(arm);
        Finished end = Run(arm, Corrupt(frame, fixChecksum: false));

        Assert.That(IsDone(end.Run), Is.True, "the frame never came");
        Assert.That(end.Result.Failures, Is.Empty);
        Assert.That(end.Result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Completed));
        Assert.That(end.Result.Moves.Single().EndHash, Does.Match("^sha256:[0-9a-f]{64}$"));
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostB" }));
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void FlippedByte_ThatTheTransportDoesNotSee_FailsTheFramesChecksumAndTheMachineStays(string arm)
    {
        long frame = FirstLongFrame(arm);
        Finished end = Run(arm, Corrupt(frame, fixChecksum: true));

        Assert.That(IsDone(end.Run), Is.True, "the frame never came");
        AssertStays(end, "BadFrame");
    }

    [TestCase("xia")]
    [TestCase("ip-none")]
    public void OneBitWrong_InTheDestinationsMemory_FailsTheEndHashAndTheMachineStays(string arm)
    {
        ArmTrial trial = new() { MakeMemory = (pages, isPresent) => new OneBitWrongMemory(pages, isPresent, KeyValuePage) };
        Finished end = Run(arm, "", trial);

        AssertStays(end, "DigestMismatch");
    }

    [Test]
    public void FailedMove_OfARun_MakesTheRunFail()
    {
        Scenario scenario = SmallScenario.Of(
            [SmallScenario.XiaArm], [SmallScenario.Move, Corrupt(FirstLongFrame("xia"), fixChecksum: true)]);

        // The command's exit code 3 follows from this.
        Assert.That(SmallScenario.Run(scenario).Succeeded, Is.False);
    }

    private static void AssertStays(Finished end, string reason)
    {
        ArmResult result = end.Result;
        Assert.That(result.Failures, Has.Some.Contains(reason), string.Join("; ", result.Failures));
        Assert.That(result.Moves.Single().Outcome, Is.EqualTo(MoveOutcome.Aborted));
        Assert.That(result.Moves.Single().Reason, Does.Contain(reason));
        Assert.That(result.Moves.Single().EndHash, Is.Null);
        Assert.That(end.Run.Hub.Violations, Is.Empty);
        Assert.That(end.RunsOn, Is.EqualTo(new[] { "hostA" }));
        Assert.That(result.Metrics["sessionsBroken"], Is.Zero, string.Join("; ", result.Sessions));
        Assert.That(result.Metrics["stalledAtEnd"], Is.Zero, string.Join("; ", result.Sessions));
    }

    private static bool IsDone(ArmRun run) => run.Network.Link(Link).Fault is FlipByte { IsDone: true };

    private static string Corrupt(long frame, bool fixChecksum) =>
        $"{{ at: 1s, corrupt: {{ link: {Link}, migrationFrame: {frame}, byte: 900, "
        + $"fixChecksum: {(fixChecksum ? "true" : "false")} }} }}";

    private static Finished Run(string arm, string corruption, ArmTrial? trial = null)
    {
        string[] events = corruption.Length == 0 ? [SmallScenario.Move] : [SmallScenario.Move, corruption];
        Scenario scenario = SmallScenario.Of([SmallScenario.XiaArm, SmallScenario.IpArm], [.. events, .. SmallScenario.HostRoutes]);
        return SmallScenario.Finish(SmallScenario.Build(scenario, arm, trial));
    }

    /// <summary>The number of the first full frame of pages among the migration's frames on the link.</summary>
    private static long FirstLongFrame(string arm)
    {
        Scenario scenario = SmallScenario.Of([SmallScenario.XiaArm, SmallScenario.IpArm], [SmallScenario.Move], "2s");
        ArmRun run = SmallScenario.Build(scenario, arm);
        FrameCount count = new(run.Architecture);
        run.Network.Link(Link).Fault = count;
        SmallScenario.Finish(run);
        Assert.That(count.FirstLong, Is.Positive, "no full frame of pages was sent");
        return count.FirstLong;
    }

    private sealed class FrameCount(IArchitecture architecture) : IFrameFault
    {
        private long _seen;

        public long FirstLong { get; private set; }

        public bool Wants(bool fromFirst, ReadOnlySpan<byte> frame)
        {
            if (architecture.Classify(frame) == FrameClass.Migration)
            {
                _seen++;
                FirstLong = FirstLong == 0 && frame.Length > 1400 ? _seen : FirstLong;
            }

            return false;
        }

        public bool Apply(bool fromFirst, Span<byte> frame) => true;
    }
}
