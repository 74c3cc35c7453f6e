using System.Globalization;

namespace Xia.Bench.Router.Reports;

/// <summary>The figures of a case; rates are packets per CPU second, one for each round.</summary>
/// <param name="Group">What it is compared as.</param>
/// <param name="Title">The case.</param>
/// <param name="Packets">How many packets a run sends.</param>
/// <param name="Rates">Of the click under test.</param>
/// <param name="NativeRates">Of the other click, in the same rounds; none without one.</param>
/// <param name="StartSeconds">CPU time for one packet, which is taken off.</param>
/// <param name="NativeStartSeconds">The same of the other click.</param>
/// <param name="Difference">What differs in packets or counters; null when nothing does.</param>
internal sealed record CaseResult(
    string Group,
    string Title,
    long Packets,
    IReadOnlyList<double> Rates,
    IReadOnlyList<double> NativeRates,
    double StartSeconds,
    double NativeStartSeconds,
    string? Difference)
{
    /// <summary>The heads of the table's columns.</summary>
    public static string Heading { get; } =
        $"{"case",-42} {"Mpps",7} {"range",14} {"ns",6} {"native",7} {"range",14} {"ratio",6} {"range",12}";

    /// <summary>The median rate.</summary>
    public double Rate => Statistics.Median(Rates);

    /// <summary>The other's median rate; 0 without another.</summary>
    public double NativeRate => Statistics.Median(NativeRates);

    /// <summary>The quotients of the rounds.</summary>
    public IReadOnlyList<double> Ratios => [.. Rates.Zip(NativeRates, (ours, native) => ours / native)];

    /// <summary>The median of the rounds' quotients; 0 without another.</summary>
    public double Ratio => Statistics.Median(Ratios);

    /// <summary>A line of the table.</summary>
    public string Row()
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Title,-42} {Rate / 1e6,7:F2} {Range(Rates, 1e6),14} {1e9 / Rate,6:F1}");
        if (NativeRates.Count > 0)
        {
            line += string.Create(
                CultureInfo.InvariantCulture,
                $" {NativeRate / 1e6,7:F2} {Range(NativeRates, 1e6),14} {Ratio,6:F2} {Range(Ratios, 1),12}");
        }

        return Difference is null ? line : $"{line}  DIFFERENT: {Difference}";
    }

    private static string Range(IReadOnlyList<double> values, double unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Min() / unit:F2}-{values.Max() / unit:F2}");
}
