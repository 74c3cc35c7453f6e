using Xia.Kernel.Time;
using Xia.Laboratory.Measurement;

namespace Xia.Laboratory.Tests.Measurement;

internal sealed class GoodputTests
{
    // Bins of 100 ms: 30 at 1000 bytes, then what a test says.
    private static readonly long[] Baseline = [.. Enumerable.Repeat(1000L, 30)];

    [Test]
    public void Across_TwoEmptyBins_DipsWhollyAndRecoversWithTheFirstFullBin()
    {
        Goodput? goodput = Across([.. Baseline, 0, 0, 500, 960, 1000]);

        // Resumed at 3.15 s; the first bin at 95 % of the baseline ends at 3.4 s.
        Assert.That(goodput, Is.EqualTo(new Goodput(1, Duration.FromMilliseconds(250))));
    }

    [Test]
    public void Across_NeverBack_HasNoRecovery() =>
        Assert.That(Across([.. Baseline, 0, 0, 940, 940])?.Recovered, Is.Null);

    [Test]
    public void Across_NoDip_IsZero()
    {
        Goodput? goodput = Across([.. Enumerable.Repeat(1000L, 100)]);

        Assert.That(goodput?.DipShare, Is.Zero);
        Assert.That(goodput?.Recovered, Is.EqualTo(Duration.FromMilliseconds(50)));
    }

    [Test]
    public void Across_MoveWithinTheFirstHalfSecond_HasNoBaseline() => Assert.That(
        Goodput.Across(At(0), Baseline, At(500), At(800), At(900)),
        Is.Null);

    [Test]
    public void Across_StreamThatStopsAtTheFreeze_DipsWhollyAlthoughBinsEnd() =>
        Assert.That(Across(Baseline), Is.EqualTo(new Goodput(1, null)));

    private static Goodput? Across(long[] bins) => Goodput.Across(At(0), bins, At(2000), At(3000), At(3150));

    private static Instant At(long milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);
}
