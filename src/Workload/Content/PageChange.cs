namespace Xia.Workload.Content;

/// <summary>
/// How one content of a page follows from the one before: a recipe of a few numbers, no bytes.
/// </summary>
/// <remarks>
/// <code>
/// page   | head: 0 |  random zone                 |  tail: one value, or a short period |
///                  A A  A  A   BBBBB  BBB  BBBBBBB  DDDDDD DDDDDD  C   C   C   C
/// </code>
/// A changed page differs from the one before in <see cref="Runs"/> runs of bytes. Runs A are short, equal
/// and equally spaced (cheap for a compressor); runs B are wide and random (dear); runs C repeat with a
/// period in the tail, which stays compressible; runs D become copies of bytes of the zone: dear as a
/// difference, cheap as part of the page. The last bytes of B may grow the random zone into the tail, or give
/// its end back to the tail.
/// </remarks>
internal struct PageChange
{
    /// <summary>Which of the forms below it is.</summary>
    public PageChangeKind Kind;

    /// <summary>From where the draws of values follow.</summary>
    public uint Seed;

    /// <summary>
    /// From where the draws of lengths and gaps follow: the same for like changes of a page.
    /// </summary>
    public uint LayoutSeed;

    /// <summary>For an explicit change: where in the pool its runs are.</summary>
    public int PoolOffset;

    /// <summary>Where the first run starts, when the end is not fixed.</summary>
    public ushort Start;

    /// <summary>
    /// Where the last run of B ends at the latest, or exactly when <see cref="Zone"/> is not 0.
    /// </summary>
    public ushort End;

    /// <summary>Bytes of runs A and B together.</summary>
    public ushort ZoneBytes;

    /// <summary>Runs A and B together.</summary>
    public ushort Runs;

    /// <summary>How many of <see cref="Runs"/>, the last ones, are wide (B).</summary>
    public ushort WideRuns;

    /// <summary>How many of the last bytes of B are random; the others get one value.</summary>
    public ushort RandomBytes;

    /// <summary>How many bytes the random zone grows (positive) or shrinks (negative).</summary>
    public short Zone;

    /// <summary>Extra zeroes that the gaps between runs may take altogether.</summary>
    public ushort Slack;

    /// <summary>Most extra zeroes of one gap.</summary>
    public ushort LargestExtra;

    /// <summary>Whether random values are ones for which the encoder needs nine bits.</summary>
    public bool IsDear;

    /// <summary>Whether gaps ascend, which costs a compressor more.</summary>
    public bool AscendingGaps;

    /// <summary>Whether the last gap between runs of the zone is at least 128 bytes.</summary>
    public bool LongLastGap;

    /// <summary>
    /// Bytes at the start of the page that change like those of C, next to the first run of the zone.
    /// </summary>
    public ushort HeadBytes;

    /// <summary>Runs D.</summary>
    public ushort CopyRuns;

    /// <summary>Bytes of each run D.</summary>
    public ushort CopyBytes;

    /// <summary>Where the first run D starts.</summary>
    public ushort CopyStart;

    /// <summary>Bytes between two runs D; 0 makes one run of them all.</summary>
    public ushort CopyGap;

    /// <summary>
    /// The first place of the random zone from which a run D may be copied; each draws its own.
    /// </summary>
    public ushort CopyFrom;

    /// <summary>How many such places there are.</summary>
    public ushort CopyPlaces;

    /// <summary>Runs C.</summary>
    public ushort TailRuns;

    /// <summary>Bytes of each run C; the last one also takes <see cref="TailRest"/>.</summary>
    public ushort TailRunBytes;

    /// <summary>Bytes that do not divide among the runs C.</summary>
    public ushort TailRest;

    /// <summary>Where the first run C starts.</summary>
    public ushort TailStart;

    /// <summary>From the start of a run C to that of the next.</summary>
    public ushort TailPeriod;

    /// <summary>What is XORed onto the bytes of runs C.</summary>
    public byte TailValue;
}
