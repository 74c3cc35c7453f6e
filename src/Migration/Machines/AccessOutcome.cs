namespace Xia.Migration.Machines;

/// <summary>
/// What became of an access to guest memory: done wholly, or nothing done because a page is not here.
/// </summary>
/// <remarks>After a fault the same access is simply tried again once the page has arrived.</remarks>
public readonly record struct AccessOutcome
{
    private readonly int _faultedPagePlusOne;

    private AccessOutcome(int faultedPagePlusOne) => _faultedPagePlusOne = faultedPagePlusOne;

    /// <summary>The whole access was done.</summary>
    public static AccessOutcome Done => default;

    /// <summary>Whether the whole access was done.</summary>
    public bool IsDone => _faultedPagePlusOne == 0;

    /// <summary>The first page that is missing.</summary>
    /// <exception cref="InvalidOperationException">The access was done.</exception>
    public int FaultedPage =>
        IsDone ? throw new InvalidOperationException("The access did not fault.") : _faultedPagePlusOne - 1;

    /// <summary>Nothing was done, because <paramref name="page"/> is not here.</summary>
    public static AccessOutcome Fault(int page)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(page);
        return new AccessOutcome(checked(page + 1));
    }

    /// <inheritdoc/>
    public override string ToString() => IsDone ? "done" : $"fault at page {FaultedPage}";
}
