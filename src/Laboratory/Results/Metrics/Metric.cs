using System.Globalization;

namespace Xia.Laboratory.Results.Metrics;

/// <summary>A figure of a run.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Value">Its value in the definition's unit; null if what it measures never happened.</param>
public sealed record Metric(MetricDefinition Definition, decimal? Value)
{
    /// <summary>The value with no more digits than it has, or <c>null</c>.</summary>
    public string ToJson() => Value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "null";
}
