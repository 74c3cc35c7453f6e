namespace Xia.Workload.Traces;

/// <summary>
/// What a trace says about one page that was written in one tick; the bits of the XPT2 format.
/// </summary>
[Flags]
public enum TraceWriteFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The page is all zero at the end of the tick.</summary>
    Zero = 1,

    /// <summary>The trace had not named the page before.</summary>
    First = 2,

    /// <summary>A load read the page in the same tick.</summary>
    Read = 4,

    /// <summary>The vCPU stored to it.</summary>
    Stored = 8,

    /// <summary>
    /// Its content differs from the end of the previous tick; without this the write was silent.
    /// </summary>
    Changed = 16,

    /// <summary>It was in the hypervisor's dirty bitmap.</summary>
    Logged = 32,

    /// <summary>Code on it was executed.</summary>
    Executed = 64,

    /// <summary>Only a comparison of all memory found it.</summary>
    Late = 128,
}
