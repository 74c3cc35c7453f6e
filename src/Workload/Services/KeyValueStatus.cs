namespace Xia.Workload.Services;

/// <summary>What an answer says.</summary>
public enum KeyValueStatus : byte
{
    /// <summary>Done; a GET's value follows, or a SET's new version as 8 bytes.</summary>
    Done = 0,

    /// <summary>There is no such key.</summary>
    NotFound = 1,

    /// <summary>There is no room for the key.</summary>
    Full = 2,

    /// <summary>The store's pages are damaged.</summary>
    Corrupt = 3,
}
