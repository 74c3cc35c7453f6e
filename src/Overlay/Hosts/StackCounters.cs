using Xia.Overlay.Rebinding;

namespace Xia.Overlay.Hosts;

/// <summary>The counters of a stack, by what they count.</summary>
internal sealed class StackCounters
{
    private static readonly string[] CounterNames =
        [.. Enum.GetNames<StackCounter>().Select(Hyphenate)];

    private static readonly string[] RejectionNames =
        [.. Enum.GetNames<RebindingRejection>().Select(name => "rebinding-rejected-" + Hyphenate(name))];

    private readonly long[] _counts = new long[CounterNames.Length];
    private readonly long[] _rejections = new long[RejectionNames.Length];

    public long this[StackCounter counter] => _counts[(int)counter];

    public long this[RebindingRejection reason] => _rejections[(int)reason];

    public void Count(StackCounter counter) => _counts[(int)counter]++;

    public void Count(RebindingRejection reason) => _rejections[(int)reason]++;

    /// <summary>All of them by name, in a fixed order.</summary>
    public IEnumerable<KeyValuePair<string, long>> All()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            yield return new(CounterNames[i], _counts[i]);
        }

        for (int i = 1; i < _rejections.Length; i++)
        {
            yield return new(RejectionNames[i], _rejections[i]);
        }
    }

    private static string Hyphenate(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
