namespace Xia.Workload.Services;

/// <summary>Where things lie in the pages of a store.</summary>
/// <remarks>
/// <code>
/// region page 0   | "XKV1" u32 | slots u32 | keys u64 |                       all integers big-endian
/// region page 1   | slot 0 (1024 bytes) | slot 1 | slot 2 | slot 3 |
/// region page 2   | slot 4 | …
///
/// slot    0            4       5       6          8             16             48                   1024
///         | CRC-32C    | state | key   | value    | version     | key          | value              |
///         | of 4…end   | 0, 1  | bytes | bytes    | u64         | ≤ 32 bytes   | ≤ 976 bytes        |
///
/// key k starts at slot CRC-32C(k) × slots / 2³² and is looked for in the following slots, round the end,
/// until an empty one:    h=5   5:[a] 6:[b] 7:[c] 8:[ ]     b, also h=5, was put in after a; c has h=6
/// </code>
/// Keys are never removed, so that no search is cut short. No slot crosses a page: an operation touches the
/// header's page and the pages of its slots, reads all of them before it writes, and can thus be repeated
/// after a fault.
/// </remarks>
internal static class StoreLayout
{
    public const uint Magic = 0x584b5631;
    public const int HeaderBytes = 16;
    public const int SlotCountOffset = 4;
    public const int KeyCountOffset = 8;

    public const int SlotBytes = 1024;
    public const int SlotsPerPage = 4;
    public const int StateOffset = 4;
    public const int KeyLengthOffset = 5;
    public const int ValueLengthOffset = 6;
    public const int VersionOffset = 8;
    public const int KeyOffset = 16;
    public const int ValueOffset = 48;
    public const byte Empty = 0;
    public const byte Used = 1;

    /// <summary>How many slots a search looks at.</summary>
    public const int MostProbes = 512;
}
