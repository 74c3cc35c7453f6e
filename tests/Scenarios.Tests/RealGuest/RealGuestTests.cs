using Xia.Laboratory.Results;
using Xia.Scenarios.Tests.Runs;

namespace Xia.Scenarios.Tests.RealGuest;

/// <summary>Plain pre-copy of recorded guests against what QEMU's own did in the same boot; the README explains.</summary>
internal sealed class RealGuestTests
{
    private const int GuestPages = 65_536;

    private static readonly string[] Guests = ["idle", "read", "redis-get", "small", "full"];

    private readonly Dictionary<string, QemuStream> _qemu = QemuStream.ReadAll();
    private Dictionary<string, MovedGuest> _moves = [];

    [OneTimeSetUp]
    public void RunOnce()
    {
        string folder = Directory.CreateTempSubdirectory("xia-real-guest-").FullName;
        try
        {
            RunResult result = ShippedScenario.Run("real-guest", [], new RunOptions { Folder = folder });
            Assert.That(result.Arms.Single().Failures, Is.Empty);
            Assert.That(
                result.Arms.Single().Moves.Select(move => move.Outcome), Has.All.EqualTo(MoveOutcome.Completed));
            _moves = MovedGuest.ReadAll(Path.Combine(folder, "timeline.csv"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCaseSource(nameof(Guests))]
    public void Convergence_OfEveryGuest_IsQemus(string guest) => Assert.That(
        _moves[guest].StopRule, Is.EqualTo(_qemu[guest].IsForced ? "maximum-time" : "downtime-limit"));

    /// <summary>What the first round left over is sent for the first time later, and hardly any of it is zero.</summary>
    [TestCaseSource(nameof(Guests))]
    public void FirstCopies_OfEveryGuest_AreQemusWithinOnePercent(string guest)
    {
        (int pages, int zeroPages) = _moves[guest].Rounds[0];

        Assert.That(GuestPages - zeroPages, Is.EqualTo(_qemu[guest].FirstPages).Within(1).Percent);
        Assert.That(GuestPages - pages, Is.InRange(1, 2_457), "What fits into 300 ms at 32 MiB/s is left over.");
    }

    [TestCaseSource(nameof(Guests))]
    public void ContentPages_OfAllRounds_AreQemusWithinTwoPercent(string guest) => Assert.That(
        _moves[guest].ContentPages, Is.EqualTo(_qemu[guest].ContentPages).Within(2).Percent);

    [TestCaseSource(nameof(Guests))]
    public void Rounds_OfEveryGuest_AreAsManyAsQemusHarvests(string guest) => Assert.That(
        _moves[guest].Rounds, Has.Count.EqualTo(_qemu[guest].Harvests).Within(1));

    [TestCaseSource(nameof(Guests))]
    public void Stop_OfEveryGuest_ComesWhenQemusCame(string guest) => Assert.That(
        _moves[guest].StopSeconds, Is.EqualTo(_qemu[guest].StopSeconds).Within(10).Percent);
}
