using Xia.Kernel.Time;
using Xia.Migration.Strategies;

namespace Xia.Migration.Tests.Strategies;

public sealed class PreCopyTests
{
    // 1 MB/s and 300 ms: 300 000 bytes fit, that is 73 pages and 992 bytes.
    [TestCase(73, 0, VerdictKind.Freeze)]
    [TestCase(73, 992, VerdictKind.Freeze)]
    [TestCase(73, 993, VerdictKind.Continue)]
    [TestCase(74, 0, VerdictKind.Continue)]
    public void Decide_AtRoundStart_CountsPagesAndBacklog(int unsentPages, long backlogBytes, VerdictKind expected)
    {
        Verdict verdict = new PreCopy().Decide(At(2, unsentPages, atStart: true) with { BacklogBytes = backlogBytes });

        Assert.That(verdict.Kind, Is.EqualTo(expected));
    }

    [Test]
    public void Decide_WithinRoundWhenRestFits_HarvestsFirst()
    {
        PreCopy strategy = new();

        Assert.Multiple(() =>
        {
            Assert.That(strategy.Decide(At(1, 74)).Kind, Is.EqualTo(VerdictKind.Continue));
            Assert.That(strategy.Decide(At(1, 73)).Kind, Is.EqualTo(VerdictKind.NextRound));
        });
    }

    [Test]
    public void Decide_WithUnknownBandwidth_FreezesOnlyWhenNothingIsLeft()
    {
        MoveProgress progress = At(2, 1, atStart: true) with { BandwidthBytesPerSecond = 0 };

        Assert.That(new PreCopy().Decide(progress).Kind, Is.EqualTo(VerdictKind.Continue));
        Assert.That(new PreCopy().Decide(progress with { UnsentPages = 0 }).Kind, Is.EqualTo(VerdictKind.Freeze));
    }

    [Test]
    public void Decide_BeyondMaximumRounds_Stops([Values] bool givesUp)
    {
        PreCopy strategy = new(new PreCopyOptions { MaximumRounds = 2, GiveUpInsteadOfStopping = givesUp });

        Verdict second = strategy.Decide(At(2, 900, atStart: true));
        Verdict third = strategy.Decide(At(3, 800, atStart: true));

        Assert.That(second.Kind, Is.EqualTo(VerdictKind.Continue));
        Assert.That(third, Is.EqualTo(
            givesUp ? Verdict.GiveUp("maximum-rounds") : Verdict.Freeze("maximum-rounds")));
    }

    [Test]
    public void Decide_WithoutProgress_StopsAfterThreeSuchRoundsInARow()
    {
        PreCopy strategy = new();
        int[] unsent = [1000, 900, 900, 901, 800, 800, 800, 800];

        VerdictKind[] verdicts =
            [.. unsent.Select((pages, i) => strategy.Decide(At(i + 1, pages, atStart: true)).Kind)];

        Assert.That(verdicts[..^1], Is.All.EqualTo(VerdictKind.Continue));
        Assert.That(verdicts[^1], Is.EqualTo(VerdictKind.Freeze));
    }

    [Test]
    public void Decide_AtTheMaximumTime_StopsWithinTheRound([Values] bool atStart, [Values] bool givesUp)
    {
        Duration limit = Duration.FromSeconds(14);
        PreCopy strategy = new(new PreCopyOptions { MaximumTime = limit, GiveUpInsteadOfStopping = givesUp });
        MoveProgress due = At(2, 900, atStart) with { Elapsed = limit };

        Assert.That(
            strategy.Decide(due with { Elapsed = limit - new Duration(1) }).Kind, Is.EqualTo(VerdictKind.Continue));
        Assert.That(strategy.Decide(due), Is.EqualTo(
            givesUp ? Verdict.GiveUp("maximum-time") : Verdict.Freeze("maximum-time")));
    }

    [Test]
    public void Decide_WhenTheRestFitsAtTheMaximumTime_StopsByTheDowntimeLimit()
    {
        PreCopy strategy = new(new PreCopyOptions { MaximumTime = Duration.FromSeconds(1) });

        Verdict verdict = strategy.Decide(At(2, 73, atStart: true) with { Elapsed = Duration.FromSeconds(2) });

        Assert.That(verdict, Is.EqualTo(Verdict.Freeze("downtime-limit")));
    }

    private static MoveProgress At(int round, int unsentPages, bool atStart = false) => new()
    {
        Round = round,
        AtRoundStart = atStart,
        AtRoundEnd = false,
        PageCount = 1000,
        UnsentPages = unsentPages,
        SentPages = 0,
        SentPagesBefore = 0,
        SentPagesTotal = 0,
        BacklogBytes = 0,
        BandwidthBytesPerSecond = 1_000_000,
        Elapsed = Duration.Zero,
    };
}
