using Xia.Kernel.Time;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Results;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Tests.Measurement;

internal sealed class SessionReportTests
{
    private static readonly Duration Timeout = Duration.FromSeconds(30);

    [TestCase(39_500, 8_000, 40_000, SessionOutcome.Lived)]
    [TestCase(39_000, 8_000, 40_000, SessionOutcome.Lived)]
    [TestCase(38_999, 8_000, 40_000, SessionOutcome.Stalled)]
    [TestCase(5_000, 10_000, 40_000, SessionOutcome.Stalled)]
    [TestCase(5_000, 9_999, 40_000, SessionOutcome.Broken)]
    [TestCase(5_000, 10_000, 4_000, SessionOutcome.Lived)]
    public void OutcomeOfSilence_LastAnswerResumeAndEnd_IsAsTheApplicationFinds(
        long lastAnswer, long resumed, long stop, SessionOutcome expected)
    {
        Instant patienceFrom = Instant.Max(At(lastAnswer), At(resumed));

        Assert.That(SessionReport.OutcomeOfSilence(At(lastAnswer), patienceFrom, At(stop), Timeout), Is.EqualTo(expected));
    }

    [TestCase(ConnectionOutcome.Answered, false)]
    [TestCase(ConnectionOutcome.Pending, false)]
    [TestCase(ConnectionOutcome.Failed, true)]
    [TestCase(ConnectionOutcome.ClosedEarly, true)]
    [TestCase(ConnectionOutcome.TimedOut, true)]
    [TestCase(ConnectionOutcome.WrongAnswer, true)]
    [TestCase(ConnectionOutcome.Skipped, true)]
    public void IsFailed_EveryOutcome_IsJudged(ConnectionOutcome outcome, bool isFailed) =>
        Assert.That(SessionReport.IsFailed(outcome), Is.EqualTo(isFailed));

    private static Instant At(long milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);
}
