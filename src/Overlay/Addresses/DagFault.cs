namespace Xia.Overlay.Addresses;

/// <summary>Why rows are no DAG address; the first fault found, in row order.</summary>
public enum DagFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>There is no row, or the bytes are not whole rows.</summary>
    NoRows,

    /// <summary>There are more than <see cref="DagAddress.MaximumNodes"/> rows.</summary>
    TooManyNodes,

    /// <summary>
    /// A row has type 0, which marks an absent one; the rows given are those that there are.
    /// </summary>
    AbsentRow,

    /// <summary>An edge is marked as chosen, which only packets in flight may show.</summary>
    ChosenEdge,

    /// <summary>An edge follows an empty one.</summary>
    EdgeAfterEmptyEdge,

    /// <summary>An edge leads to a row that does not exist.</summary>
    EdgeOutOfRange,

    /// <summary>An edge leads to its own row or to an earlier one, so the graph might have a cycle.</summary>
    NotTopological,

    /// <summary>No edge leads to some row.</summary>
    Unreachable,

    /// <summary>The entry node has no edge.</summary>
    NoEntryEdge,
}
