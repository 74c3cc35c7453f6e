namespace Xia.Router.Language.Arguments;

/// <summary>Reads numbers with units: lengths of time and bandwidths.</summary>
internal static class UnitText
{
    private const decimal NanosecondsPerSecond = 1_000_000_000;

    // Longer units come before those that they end with.
    private static readonly (string Unit, decimal Factor)[] Seconds =
    [
        ("sec", 1), ("min", 60), ("hr", 3_600), ("day", 86_400),
        ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400),
    ];

    private static readonly (char Prefix, decimal Factor)[] SecondPrefixes =
        [('m', 0.001m), ('u', 0.000_001m), ('n', 0.000_000_001m)];

    private static readonly (string Unit, decimal Factor)[] Bandwidths =
        [("baud", 0.125m), ("bps", 0.125m), ("b/s", 0.125m), ("Bps", 1), ("B/s", 1)];

    private static readonly (char Prefix, decimal Factor)[] BandwidthPrefixes =
        [('k', 1_000), ('K', 1_000), ('M', 1_000_000), ('G', 1_000_000_000)];

    /// <summary>A length of time in nanoseconds; without a unit, seconds.</summary>
    public static bool TryReadNanoseconds(string text, out long value, out string? error) =>
        TryRead(text, Seconds, SecondPrefixes, NanosecondsPerSecond, out value, out error);

    /// <summary>A bandwidth in bytes per second; without a unit, bytes per second.</summary>
    public static bool TryReadBytesPerSecond(string text, out long value, out string? error) =>
        TryRead(text, Bandwidths, BandwidthPrefixes, 1, out value, out error);

    private static bool TryRead(
        string text,
        (string Unit, decimal Factor)[] units,
        (char Prefix, decimal Factor)[] prefixes,
        decimal factor,
        out long value,
        out string? error)
    {
        value = 0;
        error = null;
        ReadOnlySpan<char> number = text;
        foreach ((string unit, decimal unitFactor) in units)
        {
            if (!number.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }

            number = number[..^unit.Length];
            factor *= unitFactor;
            foreach ((char prefix, decimal prefixFactor) in prefixes)
            {
                if (number.Length > 0 && number[^1] == prefix)
                {
                    number = number[..^1];
                    factor *= prefixFactor;
                    break;
                }
            }

            number = number.TrimEnd();
            break;
        }

        if (!NumberText.TryReadDecimal(number, signed: false, out decimal read))
        {
            return false;
        }

        if (read > long.MaxValue / Math.Max(factor, 1))
        {
            error = "out of range";
            return false;
        }

        value = (long)decimal.Round(read * factor, MidpointRounding.AwayFromZero);
        return true;
    }
}
