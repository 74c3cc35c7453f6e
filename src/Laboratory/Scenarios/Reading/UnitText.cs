using System.Globalization;
using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Numbers with units, until the kernel reads them.</summary>
internal static class UnitText
{
    internal static bool TryDuration(string text, out Duration value)
    {
        bool isFound = TryScaled(text, [("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)], out long raw);
        value = new Duration(raw);
        return isFound;
    }

    internal static bool TryBitRate(string text, out long value) =>
        TryScaled(text, [("kbps", 1_000), ("Mbps", 1_000_000), ("Gbps", 1_000_000_000), ("bps", 1)], out value)
        && value > 0;

    internal static bool TryByteRate(string text, out long value) =>
        TryScaled(text, [("KiBps", 1L << 10), ("MiBps", 1L << 20), ("GiBps", 1L << 30)], out value) && value > 0;

    internal static bool TrySize(string text, out long value) =>
        TryScaled(text, [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("B", 1)], out value);

    internal static bool TryLoss(string text, out long value) =>
        TryScaled(text, [("%", 10_000_000)], out value) && value <= 1_000_000_000;

    private static bool TryScaled(string text, ReadOnlySpan<(string Unit, long Factor)> units, out long value)
    {
        value = 0;
        foreach ((string unit, long factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(
                    text.AsSpan()[..^unit.Length],
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out decimal number)
                && number < long.MaxValue / factor)
            {
                value = (long)(number * factor);
                return number * factor == value;
            }
        }

        return false;
    }
}
