namespace Xia.Workload.Traces;

/// <summary>
/// One page as written in one tick (or, in tick 0, as found at the start) and the size columns recorded for
/// it.
/// </summary>
/// <param name="Page">The page frame number.</param>
/// <param name="Flags">What happened to it.</param>
/// <param name="Hash">Names its content at the end of the tick; 0 for a page of zeroes.</param>
/// <param name="ChangedBytes">Bytes that differ from its previous content; from zeroes for a first
/// record.</param>
/// <param name="PageBytes">The recorder's compressed size of the page; 0 for a page of zeroes.</param>
/// <param name="DeltaBytes">The recorder's compressed size of page XOR previous content.</param>
/// <param name="XbzrleBytes">The XBZRLE size of that XOR; by definition 4096 for a first record.</param>
public readonly record struct TraceWrite(
    int Page,
    TraceWriteFlags Flags,
    ulong Hash,
    ushort ChangedBytes,
    ushort PageBytes,
    ushort DeltaBytes,
    ushort XbzrleBytes)
{
    /// <summary>
    /// Whether the record carries content of its own: a first record, or one whose content changed.
    /// </summary>
    public bool HasContent => (Flags & (TraceWriteFlags.First | TraceWriteFlags.Changed)) != 0;
}
