using Xia.Kernel.Time;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class RttEstimatorTests
{
    [Test]
    public void AddSample_FirstAndSecond_FollowRfc6298()
    {
        var rtt = new RttEstimator(new StreamOptions { MinimumRto = Duration.FromNanoseconds(1) });
        Assert.That(rtt.Rto, Is.EqualTo(Duration.FromSeconds(1)));
        rtt.AddSample(Duration.FromMilliseconds(80));
        Assert.That(rtt.SmoothedRtt, Is.EqualTo(Duration.FromMilliseconds(80)));
        Assert.That(rtt.Rto, Is.EqualTo(Duration.FromMilliseconds(80 + (4 * 40))));
        rtt.AddSample(Duration.FromMilliseconds(120));

        // RTTVAR = 3/4·40 + 1/4·40 = 40; SRTT = 7/8·80 + 1/8·120 = 85.
        Assert.That(rtt.SmoothedRtt, Is.EqualTo(Duration.FromMilliseconds(85)));
        Assert.That(rtt.Rto, Is.EqualTo(Duration.FromMilliseconds(85 + 160)));
    }

    [Test]
    public void AddSample_SteadyPath_KeepsTheMinimumAboveTheRtt()
    {
        var rtt = new RttEstimator(new StreamOptions());
        for (int i = 0; i < 500; i++)
        {
            rtt.AddSample(Duration.FromMilliseconds(300));
        }

        Assert.That(rtt.Rto, Is.EqualTo(Duration.FromMilliseconds(500)));
    }

    [Test]
    public void AddSample_Enormous_IsCutToTheMaximum()
    {
        var rtt = new RttEstimator(new StreamOptions());
        rtt.AddSample(Duration.FromSeconds(1000));
        Assert.That(rtt.Rto, Is.EqualTo(Duration.FromSeconds(60)));
    }
}
