namespace Xia.Workload.Services;

/// <summary>How an operation on the store ended.</summary>
/// <param name="Status">The end.</param>
/// <param name="FaultedPage">The missing page after <see cref="StoreStatus.Fault"/>, otherwise -1.</param>
/// <param name="ValueBytes">How long the value is that was read.</param>
/// <param name="Version">How often the key has been written.</param>
public readonly record struct StoreOutcome(StoreStatus Status, int FaultedPage, int ValueBytes, ulong Version)
{
    internal static StoreOutcome Of(StoreStatus status) => new(status, -1, 0, 0);

    internal static StoreOutcome Fault(int page) => new(StoreStatus.Fault, page, 0, 0);
}
