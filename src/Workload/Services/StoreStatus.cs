namespace Xia.Workload.Services;

/// <summary>How an operation on the store ended.</summary>
public enum StoreStatus
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There is no such key.</summary>
    NotFound,

    /// <summary>No free slot is within reach of the key.</summary>
    Full,

    /// <summary>What lies in the pages is not what the store wrote.</summary>
    Corrupt,

    /// <summary>A page is missing; nothing was changed, and the operation may be tried again.</summary>
    Fault,
}
