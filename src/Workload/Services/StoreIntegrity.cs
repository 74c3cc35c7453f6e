namespace Xia.Workload.Services;

/// <summary>What a walk over the whole store found.</summary>
/// <param name="UsedSlots">Slots in use.</param>
/// <param name="CountedKeys">How many the header says.</param>
/// <param name="CorruptSlots">Slots whose checksum or lengths are wrong.</param>
/// <param name="UnreachableKeys">Sound slots that a search for their key does not find.</param>
/// <param name="HasHeader">Whether the header is the store's own.</param>
public readonly record struct StoreIntegrity(
    int UsedSlots, long CountedKeys, int CorruptSlots, int UnreachableKeys, bool HasHeader)
{
    /// <summary>Whether everything is in order.</summary>
    public bool IsSound => HasHeader && CorruptSlots == 0 && UnreachableKeys == 0 && UsedSlots == CountedKeys;
}
