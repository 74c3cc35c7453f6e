using Xia.Kernel.Time;

namespace Xia.Laboratory.Results.Metrics;

/// <summary>The figures of one arm or move, each at most once, in the order of the catalogue.</summary>
/// <remarks>
/// Times are exact to the nanosecond, shares are rounded half to even at the sixth decimal place.
/// </remarks>
public sealed class MetricSet
{
    private readonly SortedDictionary<int, decimal?> _values = [];

    /// <summary>The figures, in the order of the catalogue.</summary>
    public IEnumerable<Metric> Items =>
        _values.Select(pair => new Metric(MetricCatalog.All[pair.Key], pair.Value));

    /// <summary>The value of a figure, or null if it was not measured or never happened.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public decimal? this[string name] => _values.GetValueOrDefault(MetricCatalog.PositionOf(name));

    /// <summary>Whether a figure was set, be it to "never".</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public bool Contains(string name) => _values.ContainsKey(MetricCatalog.PositionOf(name));

    /// <summary>Sets a time.</summary>
    /// <exception cref="ArgumentException">There is no such metric, or it is no time.</exception>
    public MetricSet Set(string name, Duration value) =>
        Put(name, value.Nanoseconds / 1_000_000m, MetricUnit.Milliseconds);

    /// <summary>Sets a number of bytes or things.</summary>
    /// <exception cref="ArgumentException">There is no such metric, or it is no count.</exception>
    public MetricSet Set(string name, long value) => Put(name, value, MetricUnit.Bytes, MetricUnit.Count);

    /// <summary>Sets a share.</summary>
    /// <exception cref="ArgumentException">There is no such metric, or it is no share.</exception>
    public MetricSet SetShare(string name, double value) =>
        Put(name, Math.Round((decimal)value, 6, MidpointRounding.ToEven), MetricUnit.Share);

    /// <summary>Says that what a figure measures never happened.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public MetricSet SetNever(string name)
    {
        _values[MetricCatalog.PositionOf(name)] = null;
        return this;
    }

    private MetricSet Put(string name, decimal value, params ReadOnlySpan<MetricUnit> allowed)
    {
        int position = MetricCatalog.PositionOf(name);
        MetricUnit unit = MetricCatalog.All[position].Unit;
        if (!allowed.Contains(unit))
        {
            throw new ArgumentException($"The metric {name} is counted in {unit}.", nameof(name));
        }

        _values[position] = value;
        return this;
    }
}
