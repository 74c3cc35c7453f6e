using Xia.Workload.Traces;

namespace Xia.Workload.Content;

/// <summary>
/// What the pages of a trace hold: every content as a recipe, worked out once from the trace alone.
/// </summary>
/// <remarks>
/// Equal hashes are equal contents, wherever and whenever they occur, and the four size columns are met tick
/// by tick as <c>scenarios/traces/README.md</c> tells. No seed enters: a trace has the same contents in every
/// run. Bytes are made when they are asked for; what is kept is about 40 bytes for each different change.
/// </remarks>
public sealed class PageContents
{
    private readonly int[] _changeOfRecord;
    private readonly PageChange[] _changes;
    private readonly PageStart[] _starts;
    private readonly byte[] _pool;

    internal PageContents(int[] changeOfRecord, PageChange[] changes, PageStart[] starts, byte[] pool)
    {
        _changeOfRecord = changeOfRecord;
        _changes = changes;
        _starts = starts;
        _pool = pool;
    }

    /// <summary>How many different changes and starts there are.</summary>
    public int RecipeCount => _changes.Length + _starts.Length;

    /// <summary>Works the contents of a trace out.</summary>
    public static PageContents Of(PageTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return new PageSynthesis(trace).Run();
    }

    /// <summary>Makes a page's content after a record from its content before it.</summary>
    /// <param name="record">The record's number in <see cref="PageTrace.AllWrites"/>.</param>
    /// <param name="page">The 4096 bytes before; the bytes after.</param>
    /// <returns>Whether bytes may have changed; false for a silent store.</returns>
    public bool Apply(int record, Span<byte> page) => Apply(record, page, new ChangeLayout());

    /// <summary>
    /// The same with a scratch area of the caller's, so that contents can be shared by threads.
    /// </summary>
    internal bool Apply(int record, Span<byte> page, ChangeLayout layout)
    {
        int index = _changeOfRecord[record];
        switch (index)
        {
            case PageSynthesis.Silent:
                return false;
            case PageSynthesis.BecomesZero:
                page.Clear();
                return true;
            case <= PageSynthesis.FirstStart:
                _starts[PageSynthesis.FirstStart - index].Fill(page);
                return true;
            default:
                Apply(_changes[index], page, _pool, layout);
                return true;
        }
    }

    internal static void Apply(
        in PageChange change, Span<byte> page, ReadOnlySpan<byte> pool, ChangeLayout layout)
    {
        if (change.Kind == PageChangeKind.Explicit)
        {
            XorRuns.Apply(pool[change.PoolOffset..], page);
        }
        else
        {
            layout.Apply(change, page);
        }
    }
}
