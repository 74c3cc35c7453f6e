namespace Xia.Internet.Hosts;

/// <summary>The counts of a stack.</summary>
internal sealed class InternetCounters
{
    private static readonly InternetCounter[] All = Enum.GetValues<InternetCounter>();
    private static readonly string[] Names = [.. All.Select(counter => counter.ToString())];

    private readonly long[] _values = new long[All.Length];

    /// <summary>One count.</summary>
    public long this[InternetCounter counter] => _values[(int)counter];

    /// <summary>Counts one more.</summary>
    public void Add(InternetCounter counter) => _values[(int)counter]++;

    /// <summary>All of them, in a fixed order.</summary>
    public IEnumerable<(string Name, long Value)> Read() =>
        All.Select(counter => (Names[(int)counter], _values[(int)counter]));
}
