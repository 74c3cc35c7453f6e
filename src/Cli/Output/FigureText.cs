using System.Globalization;
using Xia.Laboratory.Results.Metrics;

namespace Xia.Cli.Output;

/// <summary>Writes figures for people.</summary>
internal static class FigureText
{
    /// <summary>A figure that was not measured.</summary>
    internal const string Absent = "-";

    /// <summary>A figure of something that did not happen.</summary>
    internal const string Never = "never";

    /// <summary>A figure of an arm, with its lower bound behind it if one is known.</summary>
    internal static string Of(MetricDefinition definition, MetricSet metrics, MetricSet limits)
    {
        if (!metrics.Contains(definition.Name))
        {
            return Absent;
        }

        string text = metrics[definition.Name] is { } value ? Number(value, definition.Unit) : Never;
        return limits[definition.Name] is { } limit
            ? $"{text} (limit {Number(limit, definition.Unit)})"
            : text;
    }

    /// <summary>The unit's short name.</summary>
    internal static string Unit(MetricUnit unit) => unit switch
    {
        MetricUnit.Milliseconds => "ms",
        MetricUnit.Bytes => "B",
        MetricUnit.Share => "%",
        _ => "",
    };

    private static string Number(decimal value, MetricUnit unit) => unit switch
    {
        MetricUnit.Milliseconds => value.ToString("#,0.000", CultureInfo.InvariantCulture),
        MetricUnit.Share => (value * 100).ToString("0.0#", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };
}
