namespace Xia.Laboratory.Results.Metrics;

/// <summary>What a metric is counted in; names carry it too (<c>pauseMs</c>, <c>wireBytes</c>).</summary>
public enum MetricUnit
{
    /// <summary>Milliseconds, exact to the nanosecond.</summary>
    Milliseconds,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A plain count.</summary>
    Count,

    /// <summary>A share between 0 and 1, to six decimal places.</summary>
    Share,
}
