using System.Diagnostics.CodeAnalysis;

namespace Xia.Kernel.Units;

/// <summary>
/// Reads numbers that carry their unit, exactly: what is not a whole number of base units is refused.
/// </summary>
/// <remarks>
/// Numbers are decimal, without sign or exponent, and one blank may stand before the unit. Case matters:
/// <c>Mbps</c> are bits and <c>MBps</c> bytes; k, M, G and T are powers of 1000, Ki, Mi, Gi and Ti powers of
/// 1024. On failure <c>error</c> says what was expected, to be set behind a file, line and column.
/// </remarks>
public static class UnitParser
{
    /// <summary>Reads a rate, such as <c>100Mbps</c> or <c>32MiBps</c>, in bits per second.</summary>
    public static bool TryParseRate(
        string? text, out long bitsPerSecond, [NotNullWhen(false)] out string? error) =>
        Parsed(UnitTables.Rate.TryParse(text, out bitsPerSecond, out string? found), found, out error);

    /// <summary>Reads a length of time, such as <c>5ms</c> or <c>340.7ms</c>.</summary>
    public static bool TryParseDuration(
        string? text, out Time.Duration duration, [NotNullWhen(false)] out string? error)
    {
        bool parsed = UnitTables.Duration.TryParse(text, out long nanoseconds, out string? found);
        duration = new Time.Duration(nanoseconds);
        return Parsed(parsed, found, out error);
    }

    /// <summary>Reads a size, such as <c>256MiB</c> or <c>1500B</c>, in bytes.</summary>
    public static bool TryParseSize(
        string? text, out long lengthBytes, [NotNullWhen(false)] out string? error) =>
        Parsed(UnitTables.Size.TryParse(text, out lengthBytes, out string? found), found, out error);

    /// <summary>Reads a share from <c>0%</c> to <c>100%</c>, in parts of 10⁹.</summary>
    public static bool TryParseShare(
        string? text, out long partsPerBillion, [NotNullWhen(false)] out string? error)
    {
        bool parsed = UnitTables.Share.TryParse(text, out partsPerBillion, out string? found);
        if (parsed && partsPerBillion > 1_000_000_000)
        {
            partsPerBillion = 0;
            error = "expected a share of at most 100%";
            return false;
        }

        return Parsed(parsed, found, out error);
    }

    private static bool Parsed(bool parsed, string? found, [NotNullWhen(false)] out string? error)
    {
        error = parsed ? null : found ?? "expected a number with a unit";
        return parsed;
    }
}
