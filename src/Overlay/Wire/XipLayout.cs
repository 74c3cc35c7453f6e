namespace Xia.Overlay.Wire;

/// <summary>Offsets and constants of the XIP header; all numbers are big-endian.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------------------------------+
/// |  version = 1  |next header = 0|   payload length in bytes     |
/// +---------------+---------------+---------------+---------------+
/// |   hop limit   | dest. rows  d | source rows s |   last node   |
/// +---------------+---------------+---------------+---------------+
/// |  d destination rows of 28 bytes: type 4, identifier 20, edges 4
/// |  s source rows of 28 bytes
/// +---------------------------------------------------------------
/// </code>
/// </remarks>
public static class XipLayout
{
    /// <summary>The EtherType of XIP.</summary>
    public const ushort EtherType = 0xC0DE;

    /// <summary>The length of the part before the rows.</summary>
    public const int FixedLengthBytes = 8;

    /// <summary>How many rows a destination or source can have.</summary>
    public const int MaximumRows = 9;

    /// <summary>The longest header.</summary>
    public const int MaximumLengthBytes = FixedLengthBytes + (2 * MaximumRows * Addresses.DagRow.LengthBytes);

    /// <summary>The version.</summary>
    public const byte Version = 1;

    /// <summary>The next header: always data.</summary>
    public const byte NextHeader = 0;

    /// <summary>The hop limit of new packets.</summary>
    public const byte DefaultHopLimit = 250;

    /// <summary>The last node of a packet that has visited none.</summary>
    public const byte EntryNode = 0x7E;

    internal const int VersionOffset = 0;
    internal const int NextHeaderOffset = 1;
    internal const int PayloadLengthOffset = 2;
    internal const int HopLimitOffset = 4;
    internal const int DestinationRowsOffset = 5;
    internal const int SourceRowsOffset = 6;
    internal const int LastNodeOffset = 7;
}
