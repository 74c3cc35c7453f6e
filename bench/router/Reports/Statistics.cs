namespace Xia.Bench.Router.Reports;

/// <summary>The little statistics that the table needs.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle; 0 of none.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? 0
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
