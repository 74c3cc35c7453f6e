using System.Globalization;

namespace Xia.Bench.Router.Reports;

/// <summary>The figures of a case.</summary>
/// <param name="Group">What it is compared as.</param>
/// <param name="Title">The case.</param>
/// <param name="WarmUpPackets">How many packets go before the window.</param>
/// <param name="Packets">How many packets the longer run sends.</param>
/// <param name="Ours">The click under test.</param>
/// <param name="Native">The other click, in the same rounds; null without one.</param>
/// <param name="Difference">What differs in packets or counters; null when nothing does.</param>
internal sealed record CaseResult(
    string Group,
    string Title,
    long WarmUpPackets,
    long Packets,
    Series Ours,
    Series? Native,
    string? Difference)
{
    /// <summary>The heads of the table's columns.</summary>
    public static string Heading { get; } =
        $"{"after warm-up:",-36} {"Mpps",7} {"range",14} {"ns",6} "
        + $"{"native",7} {"range",14} {"ratio",6} {"range",12}"
        + $"  | whole process: {"Mpps",7} {"native",7} {"ratio",6}";

    /// <summary>The quotients of the rounds after the warm-up; empty without another click.</summary>
    public IReadOnlyList<double> Ratios => Quotients(Ours.Rates, Native?.Rates);

    /// <summary>The quotients of the rounds of the whole process; empty without another click.</summary>
    public IReadOnlyList<double> WholeRatios => Quotients(Ours.WholeRates, Native?.WholeRates);

    /// <summary>The median of <see cref="Ratios"/>; 0 without another click.</summary>
    public double Ratio => Statistics.Median(Ratios);

    /// <summary>The median of <see cref="WholeRatios"/>; 0 without another click.</summary>
    public double WholeRatio => Statistics.Median(WholeRatios);

    /// <summary>A line of the table.</summary>
    public string Row()
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Title,-36} {Ours.Rate / 1e6,7:F2} {Range(Ours.Rates, 1e6),14} {1e9 / Ours.Rate,6:F1}");
        string whole = string.Create(
            CultureInfo.InvariantCulture, $"  | {"",14} {Ours.WholeRate / 1e6,7:F2}");
        if (Native is not null)
        {
            line += string.Create(
                CultureInfo.InvariantCulture,
                $" {Native.Rate / 1e6,7:F2} {Range(Native.Rates, 1e6),14}")
                + string.Create(
                    CultureInfo.InvariantCulture, $" {Ratio,6:F2} {Range(Ratios, 1),12}");
            whole += string.Create(
                CultureInfo.InvariantCulture, $" {Native.WholeRate / 1e6,7:F2} {WholeRatio,6:F2}");
        }

        return Difference is null ? line + whole : $"{line}{whole}  DIFFERENT: {Difference}";
    }

    private static double[] Quotients(IReadOnlyList<double> left, IReadOnlyList<double>? right) =>
        right is null ? [] : [.. left.Zip(right, (ours, native) => ours / native)];

    private static string Range(IReadOnlyList<double> values, double unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Min() / unit:F2}-{values.Max() / unit:F2}");
}
