namespace Xia.Bench.Router.Reports;

/// <summary>What one click reached in a case; rates are packets per CPU second, one for each round.</summary>
/// <param name="startSeconds">The CPU time that the graph takes for one packet.</param>
internal sealed class Series(double startSeconds)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _wholeRates = [];

    /// <summary>Between the end of the warm-up and the end of the run.</summary>
    public IReadOnlyList<double> Rates => _rates;

    /// <summary>Of the whole process, less <see cref="StartSeconds"/>.</summary>
    public IReadOnlyList<double> WholeRates => _wholeRates;

    /// <summary>The CPU time that the graph takes for one packet.</summary>
    public double StartSeconds => startSeconds;

    /// <summary>The shortest warm-up of all rounds, in CPU seconds of the whole process.</summary>
    public double LeastWarmUpSeconds { get; private set; } = double.PositiveInfinity;

    /// <summary>The median of <see cref="Rates"/>.</summary>
    public double Rate => Statistics.Median(_rates);

    /// <summary>The median of <see cref="WholeRates"/>.</summary>
    public double WholeRate => Statistics.Median(_wholeRates);

    /// <summary>Adds a round: two runs with few and many packets.</summary>
    public void Add(long few, double fewSeconds, long many, double manySeconds)
    {
        _rates.Add((many - few) / (manySeconds - fewSeconds));
        _wholeRates.Add(many / (manySeconds - startSeconds));
        LeastWarmUpSeconds = Math.Min(LeastWarmUpSeconds, fewSeconds);
    }
}
