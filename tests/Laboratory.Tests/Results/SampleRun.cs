using Xia.Kernel.Time;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Tests.Results;

/// <summary>A run whose figures are made up, for tests of what is written about runs.</summary>
internal static class SampleRun
{
    internal static ArmResult Arm(ScenarioArm arm, ArmRecorder recorder, long pauseNanoseconds = 35_250_001)
    {
        using (Stream capture = recorder.OpenCapture())
        {
            capture.Write([1, 2, 3]);
        }

        recorder.Note(new Instant(2_000_000_000), "move.requested", "web", detail: "hostA to hostB");
        recorder.Note(new Instant(1_000_000_000), "client.opened", "stream", 7);
        MetricSet metrics = new MetricSet()
            .Set("sessionsBroken", 0)
            .Set("pauseMs", Duration.FromNanoseconds(pauseNanoseconds))
            .Set("latencyMs.before.p50", Duration.FromMicroseconds(17_500))
            .Set("latencyMs.before.max", Duration.FromMilliseconds(20))
            .Set("latencyMs.after.p50", Duration.FromMilliseconds(30))
            .Set("wireBytes", 123_456_789)
            .SetShare("goodputDip.share", 1.0 / 3)
            .SetNever("newClientMs");
        MetricSet limits = new MetricSet().Set("pauseMs", Duration.FromMilliseconds(30));
        return new ArmResult
        {
            Arm = arm,
            Strategy = "pre-copy",
            Metrics = metrics,
            Limits = limits,
            Moves =
            [
                new MoveResult(
                    "web", "hostA", "hostB", "pre-copy", MoveOutcome.Completed, null, "00ff", metrics, limits),
            ],
            Sessions = [new SessionResult("stream", "stream", true, SessionOutcome.Lived, null, new Duration(1_500_000))],
            Promise = "every session lives",
            PromiseKept = true,
            Notes = ["costs of one machine"],
        };
    }
}
