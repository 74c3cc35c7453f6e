using System.Globalization;

namespace Xia.Bench.Router.Reports;

/// <summary>What three fallbacks that miss cost: the rate of FB3 by that of FB0, round by round.</summary>
/// <param name="IsCached">Whether with the flow cache.</param>
/// <param name="Rounds">The quotients of the rounds after the warm-up.</param>
internal sealed record XipQuotient(bool IsCached, IReadOnlyList<double> Rounds)
{
    /// <summary>The median of <see cref="Rounds"/>.</summary>
    public double Median => Statistics.Median(Rounds);

    /// <summary>With and without the flow cache, as far as both cases were run.</summary>
    public static IEnumerable<XipQuotient> Of(IReadOnlyList<CaseResult> results)
    {
        foreach (bool isCached in (bool[])[true, false])
        {
            string ending = isCached ? "" : " without cache";
            CaseResult? none = results.FirstOrDefault(result => result.Group == $"FB0{ending}");
            CaseResult? three = results.FirstOrDefault(result => result.Group == $"FB3{ending}");
            if (none is not null && three is not null)
            {
                yield return new XipQuotient(
                    isCached, [.. three.Ours.Rates.Zip(none.Ours.Rates, (left, right) => left / right)]);
            }
        }
    }

    /// <summary>A line below the table.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"FB3 / FB0, {(IsCached ? "flow cache" : "no flow cache")}: ")
        + string.Create(CultureInfo.InvariantCulture, $"{Median:F2} ({Rounds.Min():F2}-{Rounds.Max():F2})");
}
