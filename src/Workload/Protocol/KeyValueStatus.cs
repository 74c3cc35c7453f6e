namespace Xia.Workload.Protocol;

/// <summary>What became of a request; one byte on the wire, 0 in requests.</summary>
public enum KeyValueStatus : byte
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>There is no such key.</summary>
    NotFound = 1,

    /// <summary>The value is longer than the store takes.</summary>
    TooLong = 2,

    /// <summary>The store has no room for another key.</summary>
    Full = 3,
}
