namespace Xia.Workload.Guests;

/// <summary>What a replayed trace does after its last tick.</summary>
public enum TraceEnd
{
    /// <summary>The guest touches its memory no more.</summary>
    Hold,

    /// <summary>
    /// Ticks 1 to the last follow again. The same changes are made to what the pages hold by then, so changed
    /// bytes and delta sizes stay those of the trace, while contents differ from those of the first time
    /// round.
    /// </summary>
    Loop,
}
