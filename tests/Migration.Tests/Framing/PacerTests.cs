using Xia.Kernel.Time;
using Xia.Migration.Framing;

namespace Xia.Migration.Tests.Framing;

public sealed class PacerTests
{
    [Test]
    public void NextAt_AfterManySlices_HasNoRoundingAddedUp()
    {
        Pacer pacer = new(bytesPerSecond: 3_000_000);
        Instant now = Instant.Zero;
        const int Slices = 90_000;

        for (int i = 0; i < Slices; i++)
        {
            now = pacer.NextAt;
            pacer.OnWritten(1000, now);
        }

        Assert.That(pacer.NextAt, Is.EqualTo(new Instant(Slices / 3 * 1_000_000L)));
    }

    [Test]
    public void OnWritten_AfterIdleTime_DoesNotMakeUpForIt()
    {
        Pacer pacer = new(bytesPerSecond: 1_000_000);
        pacer.OnWritten(1000, Instant.Zero);

        pacer.OnWritten(1000, new Instant(5_000_000_000));

        Assert.That(pacer.NextAt, Is.EqualTo(new Instant(5_001_000_000)));
    }
}
