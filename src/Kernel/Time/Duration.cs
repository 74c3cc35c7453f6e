using System.Globalization;

namespace Xia.Kernel.Time;

/// <summary>A length of time in whole nanoseconds; may be negative.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    private const ulong BitNanosecondsPerByte = 8_000_000_000;
    private const long MostBytesIn64Bits = (long)(ulong.MaxValue / BitNanosecondsPerByte);

    /// <summary>No time at all.</summary>
    public static readonly Duration Zero;

    /// <summary>The longest representable length, about 292 years; used as "never".</summary>
    public static readonly Duration MaxValue = new(long.MaxValue);

    /// <summary>The length in seconds, for reports only.</summary>
    public double TotalSeconds => Nanoseconds / 1e9;

    /// <summary>The length in milliseconds, for reports only.</summary>
    public double TotalMilliseconds => Nanoseconds / 1e6;

    /// <summary>The length in microseconds, for reports only.</summary>
    public double TotalMicroseconds => Nanoseconds / 1e3;

    /// <summary>A length of whole nanoseconds.</summary>
    public static Duration FromNanoseconds(long nanoseconds) => new(nanoseconds);

    /// <summary>A length of whole microseconds.</summary>
    public static Duration FromMicroseconds(long microseconds) => new(checked(microseconds * 1_000));

    /// <summary>A length of whole milliseconds.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    /// <summary>A length of whole seconds.</summary>
    public static Duration FromSeconds(long seconds) => new(checked(seconds * 1_000_000_000));

    /// <summary>
    /// How long <paramref name="lengthBytes"/> take at <paramref name="rateBitsPerSecond"/>, rounded up to a
    /// whole nanosecond, so that no sequence of short frames is faster than the rate.
    /// </summary>
    public static Duration OfTransmission(long lengthBytes, long rateBitsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rateBitsPerSecond);
        if (lengthBytes <= MostBytesIn64Bits)
        {
            ulong product = (ulong)lengthBytes * BitNanosecondsPerByte;
            (ulong whole, ulong rest) = Math.DivRem(product, (ulong)rateBitsPerSecond);
            return new Duration(checked((long)(rest == 0 ? whole : whole + 1)));
        }

        UInt128 bitNanoseconds = (UInt128)(ulong)lengthBytes * BitNanosecondsPerByte;
        UInt128 rate = (ulong)rateBitsPerSecond;
        return new Duration(checked((long)((bitNanoseconds + rate - 1) / rate)));
    }

    /// <summary>The longer of two lengths.</summary>
    public static Duration Max(Duration left, Duration right) => left > right ? left : right;

    /// <summary>The shorter of two lengths.</summary>
    public static Duration Min(Duration left, Duration right) => left < right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The length with the largest unit that shows it without loss, such as <c>12.5ms</c>.</summary>
    public override string ToString()
    {
        ulong magnitude = (ulong)Int128.Abs(Nanoseconds);
        (long divisor, string unit) = magnitude switch
        {
            0 => (1L, "s"),
            >= 1_000_000_000 => (1_000_000_000L, "s"),
            >= 1_000_000 => (1_000_000L, "ms"),
            >= 1_000 => (1_000L, "us"),
            _ => (1L, "ns"),
        };
        return ((decimal)Nanoseconds / divisor).ToString("0.#########", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Adds two lengths.</summary>
    public static Duration operator +(Duration left, Duration right) =>
        new(checked(left.Nanoseconds + right.Nanoseconds));

    /// <summary>Subtracts a length from another.</summary>
    public static Duration operator -(Duration left, Duration right) =>
        new(checked(left.Nanoseconds - right.Nanoseconds));

    /// <summary>Turns a length round.</summary>
    public static Duration operator -(Duration value) => new(checked(-value.Nanoseconds));

    /// <summary>A multiple of a length.</summary>
    public static Duration operator *(Duration value, long factor) =>
        new(checked(value.Nanoseconds * factor));

    /// <summary>A whole fraction of a length, rounded towards zero.</summary>
    public static Duration operator /(Duration value, long divisor) => new(value.Nanoseconds / divisor);

    /// <summary>Compares two lengths.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Compares two lengths.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Compares two lengths.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Compares two lengths.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;
}
