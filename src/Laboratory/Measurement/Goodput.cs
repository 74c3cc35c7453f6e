using Xia.Kernel.Time;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Measurement;

/// <summary>How deep a stream's goodput fell across a move, and when it was back.</summary>
/// <param name="DipShare">The deepest loss against the baseline, 0 to 1.</param>
/// <param name="Recovered">From the resume to the end of the first bin that is back at the baseline; null for never.</param>
internal readonly record struct Goodput(double DipShare, Duration? Recovered)
{
    /// <summary>What counts as back at the baseline.</summary>
    private const double BackAtShare = 0.95;

    /// <summary>How long after the resume the dip is looked for.</summary>
    private static readonly Duration Watch = Duration.FromSeconds(5);

    /// <summary>Compares the bins across a move with the mean of those before it; null without a baseline.</summary>
    public static Goodput? Across(StreamClient client, Instant requested, Instant frozen, Instant resumed)
    {
        // The first second fills the window and is no baseline.
        int first = BinAt(client, client.StartedAt + Duration.FromSeconds(1));
        int before = BinAt(client, requested);
        if (before <= first)
        {
            return null;
        }

        double baseline = Enumerable.Range(first, before - first).Average(bin => (double)BytesOf(client, bin));
        int last = BinAt(client, resumed + Watch);
        double least = Enumerable.Range(BinAt(client, frozen), Math.Max(1, last - BinAt(client, frozen)))
            .Min(bin => (double)BytesOf(client, bin));
        for (int bin = BinAt(client, resumed); bin < client.GoodputBytes.Count; bin++)
        {
            if (BytesOf(client, bin) >= BackAtShare * baseline)
            {
                return new Goodput(DipOf(least, baseline), client.StartedAt + (client.Bin * (bin + 1)) - resumed);
            }
        }

        return new Goodput(DipOf(least, baseline), null);
    }

    private static double DipOf(double least, double baseline) =>
        baseline == 0 ? 0 : Math.Clamp(1 - (least / baseline), 0, 1);

    private static int BinAt(StreamClient client, Instant moment) =>
        (int)Math.Max(0, (moment - client.StartedAt).Nanoseconds / client.Bin.Nanoseconds);

    private static long BytesOf(StreamClient client, int bin) =>
        bin < client.GoodputBytes.Count ? client.GoodputBytes[bin] : 0;
}
