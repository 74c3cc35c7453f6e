namespace Xia.Workload.Content;

/// <summary>The forms of a page's change.</summary>
internal enum PageChangeKind : byte
{
    /// <summary>Written with equal bytes.</summary>
    Silent,

    /// <summary>Becomes a page of zeroes.</summary>
    Zero,

    /// <summary>Runs drawn as <see cref="PageChange"/> describes.</summary>
    Runs,

    /// <summary>Becomes the content of a node that started from nothing.</summary>
    Whole,

    /// <summary>An XOR with bytes kept in a pool: two contents that are both known already.</summary>
    Explicit,
}
