namespace Xia.Kernel.Units;

/// <summary>The units of every quantity that is written as text.</summary>
internal static class UnitTables
{
    private const decimal Ki = 1024m;
    private const decimal Mi = Ki * 1024m;
    private const decimal Gi = Mi * 1024m;
    private const decimal Ti = Gi * 1024m;

    /// <summary>Rates in bits per second. A bare <c>MB</c> is none: it does not say per what.</summary>
    public static readonly UnitTable Rate = new(
        "a rate such as 100Mbps or 32MiBps",
        "bits per second",
        new("bps", 1),
        new("kbps", 1_000),
        new("Mbps", 1_000_000),
        new("Gbps", 1_000_000_000),
        new("Tbps", 1_000_000_000_000),
        new("Bps", 8, IsPrinted: false),
        new("kBps", 8_000, IsPrinted: false),
        new("MBps", 8_000_000, IsPrinted: false),
        new("GBps", 8_000_000_000, IsPrinted: false),
        new("KiBps", 8 * Ki),
        new("MiBps", 8 * Mi),
        new("GiBps", 8 * Gi));

    /// <summary>Lengths of time in nanoseconds.</summary>
    public static readonly UnitTable Duration = new(
        "a duration such as 5ms or 2s",
        "nanoseconds",
        new("s", 1_000_000_000),
        new("ms", 1_000_000),
        new("us", 1_000),
        new("µs", 1_000, IsPrinted: false),
        new("ns", 1),
        new("m", 60_000_000_000, IsPrinted: false),
        new("h", 3_600_000_000_000, IsPrinted: false));

    /// <summary>Sizes in bytes.</summary>
    public static readonly UnitTable Size = new(
        "a size such as 256MiB or 1500B",
        "bytes",
        new("B", 1),
        new("KiB", Ki),
        new("MiB", Mi),
        new("GiB", Gi),
        new("TiB", Ti),
        new("kB", 1_000),
        new("MB", 1_000_000),
        new("GB", 1_000_000_000),
        new("TB", 1_000_000_000_000));

    /// <summary>Shares in parts of 10⁹.</summary>
    public static readonly UnitTable Share = new(
        "a share such as 0.5%",
        "billionths",
        new Unit("%", 10_000_000));
}
