using System.Globalization;

namespace Xia.Bench.Router.Reports;

/// <summary>What the cases say together: for each graph the best setting of either click.</summary>
internal static class Summary
{
    /// <summary>A line for each graph, and what can be said of XIP.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CaseResult> results)
    {
        foreach (IGrouping<string, CaseResult> group in results.GroupBy(result => result.Group))
        {
            Series ours = group.Select(result => result.Ours).MaxBy(series => series.Rate)!;
            string line = string.Create(
                CultureInfo.InvariantCulture, $"{group.Key,-20} best {ours.Rate / 1e6,6:F2} Mpps");
            if (group.All(result => result.Native is not null))
            {
                Series native = group.Select(result => result.Native!).MaxBy(series => series.Rate)!;
                line += string.Create(
                    CultureInfo.InvariantCulture,
                    $", native best {native.Rate / 1e6,6:F2} Mpps, ratio {ours.Rate / native.Rate:F2}");
            }

            yield return line;
        }

        CaseResult? none = results.FirstOrDefault(result => result.Group == "FB0");
        CaseResult? three = results.FirstOrDefault(result => result.Group == "FB3");
        if (none is not null && three is not null)
        {
            double quotient = Statistics.Median(
                [.. three.Ours.Rates.Zip(none.Ours.Rates, (left, right) => left / right)]);
            yield return string.Create(CultureInfo.InvariantCulture, $"FB3 / FB0: {quotient:F2}");
        }

        if (results.Any(result => result.Native is null))
        {
            yield return "Without a native click in the same call,"
                + " nothing is claimed of these graphs beside another.";
        }
    }
}
