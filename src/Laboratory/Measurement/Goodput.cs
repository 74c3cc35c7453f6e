using Xia.Kernel.Time;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Measurement;

/// <summary>How deep a stream's goodput fell across a move, and when it was back.</summary>
/// <param name="DipShare">The deepest loss against the baseline, 0 to 1.</param>
/// <param name="Recovered">
/// From the resume to the end of the first bin that is back at the baseline; null for never.
/// </param>
internal readonly record struct Goodput(double DipShare, Duration? Recovered)
{
    /// <summary>What counts as back at the baseline.</summary>
    private const double BackAtShare = 0.95;

    /// <summary>How long after the resume the dip is looked for.</summary>
    private static readonly Duration Watch = Duration.FromSeconds(5);

    /// <summary>
    /// Compares the bins across a move with the mean of those before it; null without a baseline.
    /// </summary>
    /// <param name="began">When the stream began.</param>
    /// <param name="bins">
    /// Bytes confirmed per <see cref="StreamResults.BinLength"/>, from the start of the run.
    /// </param>
    /// <param name="requested">When the move was asked for.</param>
    /// <param name="frozen">When the machine stood still.</param>
    /// <param name="resumed">When it ran again.</param>
    public static Goodput? Across(
        Instant began, IReadOnlyList<long> bins, Instant requested, Instant frozen, Instant resumed)
    {
        // The first half second fills the window and is no baseline.
        int first = BinAt(began + Duration.FromMilliseconds(500)) + 1;
        int before = BinAt(requested);
        if (before <= first)
        {
            return null;
        }

        double baseline = Enumerable.Range(first, before - first).Average(bin => (double)BytesOf(bins, bin));
        int start = BinAt(frozen);
        int last = BinAt(resumed + Watch);
        double least = Enumerable.Range(start, last - start).Min(bin => (double)BytesOf(bins, bin));
        double dip = baseline == 0 ? 0 : Math.Clamp(1 - (least / baseline), 0, 1);
        for (int bin = BinAt(resumed); bin < bins.Count; bin++)
        {
            if (BytesOf(bins, bin) >= BackAtShare * baseline)
            {
                Instant end = Instant.Zero + (StreamResults.BinLength * (bin + 1));
                return new Goodput(dip, end - resumed);
            }
        }

        return new Goodput(dip, null);
    }

    private static int BinAt(Instant moment) =>
        (int)(moment.Nanoseconds / StreamResults.BinLength.Nanoseconds);

    private static long BytesOf(IReadOnlyList<long> bins, int bin) => bin < bins.Count ? bins[bin] : 0;
}
