using Xia.Router.Elements.Aqm;

namespace Xia.Router.Tests.Elements.Aqm;

internal sealed class REDCurveTests
{
    private const double One = 1L << REDCurve.FineBits;

    [TestCase(0, 0)]
    [TestCase(10, 0)]
    [TestCase(30, 0.125)]
    [TestCase(50, 0.25)]
    [TestCase(75, 0.625)]
    [TestCase(100, 1)]
    [TestCase(1_000_000, 1)]
    public void ProbabilityAt_OfAGentleCurve_RisesInTwoLines(int length, double expected) =>
        Assert.That(At(new REDCurve(10, 50, REDCurve.Certain / 4, true, 4), length), Is.EqualTo(expected));

    [TestCase(50, 0.25)]
    [TestCase(51, 1)]
    public void ProbabilityAt_BeyondTheMaximumOfAHardCurve_IsOne(int length, double expected) =>
        Assert.That(At(new REDCurve(10, 50, REDCurve.Certain / 4, false, 4), length), Is.EqualTo(expected));

    [TestCase(0u, 0u, 0, 0)]
    [TestCase(0u, 0u, 1, 1)]
    [TestCase(20u, 20u, 20, 0)]
    [TestCase(20u, 20u, 30, 0.625)]
    public void ProbabilityAt_OfEqualThresholds_Jumps(uint minimum, uint maximum, int length, double expected) =>
        Assert.That(
            At(new REDCurve(minimum, maximum, REDCurve.Certain / 4, true, 4), length),
            Is.EqualTo(expected));

    private static double At(REDCurve curve, int length) =>
        curve.ProbabilityAt((long)length << QueueAverage.FractionBits) / One;
}
