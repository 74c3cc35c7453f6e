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

        foreach (XipQuotient quotient in XipQuotient.Of(results))
        {
            yield return quotient.Line();
        }

        if (results.Any(result => result.Native is null))
        {
            yield return "Without a native click in the same call, nothing is claimed beside another.";
        }
    }
}
