namespace Xia.Kernel.Units;

/// <summary>
/// Writes numbers with their units so that <see cref="UnitParser"/> reads the same number again.
/// </summary>
public static class UnitFormatter
{
    /// <summary>A rate in bits per second, such as <c>100Mbps</c>.</summary>
    public static string FormatRate(long bitsPerSecond) => UnitTables.Rate.Format(bitsPerSecond);

    /// <summary>A length of time that is not negative, such as <c>340.7ms</c>.</summary>
    public static string FormatDuration(Time.Duration duration) =>
        UnitTables.Duration.Format(duration.Nanoseconds);

    /// <summary>A size in bytes, such as <c>256MiB</c>.</summary>
    public static string FormatSize(long lengthBytes) => UnitTables.Size.Format(lengthBytes);

    /// <summary>A share in parts of 10⁹, such as <c>0.5%</c>.</summary>
    public static string FormatShare(long partsPerBillion) => UnitTables.Share.Format(partsPerBillion);
}
