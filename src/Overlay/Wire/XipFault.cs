namespace Xia.Overlay.Wire;

/// <summary>Why bytes are no XIP packet; the first fault found, in this order.</summary>
public enum XipFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Fewer bytes than the fixed part of the header.</summary>
    TooShort,

    /// <summary>A version other than 1.</summary>
    Version,

    /// <summary>A next header other than 0: this dialect tells what follows by the intent's type.</summary>
    NextHeader,

    /// <summary>No destination row, or more than nine of destination or source.</summary>
    RowCount,

    /// <summary>The rows do not fit into the bytes.</summary>
    RowsCutShort,

    /// <summary>The payload length is not what follows the header.</summary>
    PayloadLength,

    /// <summary>The last visited node is neither the entry nor a row of the destination.</summary>
    LastNode,

    /// <summary>The destination rows break a rule of DAGs.</summary>
    Destination,

    /// <summary>The source rows break a rule of DAGs, or bear marks.</summary>
    Source,
}
