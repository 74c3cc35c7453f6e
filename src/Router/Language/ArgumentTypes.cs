using System.Globalization;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Kernel.Units;
using Xia.Overlay.Identifiers;

namespace Xia.Router.Language;

/// <summary>How arguments are read, by type; for <see cref="ArgumentReader"/>.</summary>
public static class ArgumentTypes
{
    private static readonly (string Unit, long Nanoseconds)[] TimeUnits =
    [
        ("nsec", 1), ("ns", 1), ("usec", 1_000), ("us", 1_000), ("msec", 1_000_000), ("ms", 1_000_000),
        ("sec", 1_000_000_000), ("min", 60_000_000_000), ("hr", 3_600_000_000_000),
        ("day", 86_400_000_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
        ("", 1_000_000_000),
    ];

    /// <summary><c>true false yes no 1 0</c>.</summary>
    public static ArgumentParser<bool> Bool { get; } = (string text, out bool value, out string? error) =>
    {
        error = null;
        value = text is "true" or "yes" or "1";
        return value || text is "false" or "no" or "0";
    };

    /// <summary>Any text; quotes come off.</summary>
    public static ArgumentParser<string> Text { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = ArgumentText.Unquote(text);
        return true;
    };

    /// <summary>Any text, as it stands.</summary>
    public static ArgumentParser<string> Raw { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = text;
        return true;
    };

    /// <summary>One word; quotes come off.</summary>
    public static ArgumentParser<string> Word { get; } = (string text, out string value, out string? error) =>
    {
        error = null;
        value = ArgumentText.Unquote(text);
        return value.Length > 0 && !value.Any(char.IsWhiteSpace);
    };

    /// <summary>A number with <c>ns us ms s m h d</c>; without a unit, seconds.</summary>
    public static ArgumentParser<Duration> Duration { get; } = ParseDuration;

    /// <summary>A rate with its unit, such as <c>100Mbps</c>, in bits per second.</summary>
    public static ArgumentParser<long> Bandwidth { get; } =
        (string text, out long value, out string? error) =>
            UnitParser.TryParseRate(text, out value, out error);

    /// <summary>An IPv4 address.</summary>
    public static ArgumentParser<IpAddress> Ip { get; } =
        (string text, out IpAddress value, out string? error) =>
        {
            error = null;
            return IpAddress.TryParse(text, out value);
        };

    /// <summary>An IPv4 prefix, <c>a.b.c.d/n</c>; an address alone is a host.</summary>
    public static ArgumentParser<IpPrefix> Prefix { get; } = ParsePrefix;

    /// <summary>An Ethernet address.</summary>
    public static ArgumentParser<MacAddress> Mac { get; } =
        (string text, out MacAddress value, out string? error) =>
        {
            error = null;
            return MacAddress.TryParse(text, out value);
        };

    /// <summary>A principal type and an identifier.</summary>
    public static ArgumentParser<Xid> Xid { get; } = (string text, out Xid value, out string? error) =>
    {
        error = null;
        return global::Xia.Overlay.Identifiers.Xid.TryParse(text, out value);
    };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<int> Int32(int minimum = int.MinValue, int maximum = int.MaxValue) =>
        (string text, out int value, out string? error) =>
        {
            bool read = Int64(minimum, maximum)(text, out long wide, out error);
            value = (int)wide;
            return read;
        };

    /// <summary>A whole number, decimal, <c>0x</c> or with a leading 0 octal, within bounds.</summary>
    public static ArgumentParser<long> Int64(long minimum = long.MinValue, long maximum = long.MaxValue) =>
        (string text, out long value, out string? error) =>
        {
            error = null;
            value = 0;
            if (!TryReadWhole(text, out Int128 wide))
            {
                return false;
            }

            if (wide < minimum || wide > maximum)
            {
                error = $"out of range, bound {(wide < minimum ? minimum : maximum)}";
                return false;
            }

            value = (long)wide;
            return true;
        };

    private static bool TryReadWhole(string text, out Int128 value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        string digits = negative || text.StartsWith('+') ? text[1..] : text;
        int radix = 10;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            (digits, radix) = (digits[2..], 16);
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
        }

        foreach (char at in digits)
        {
            int digit = char.IsAsciiHexDigit(at) ? HexValue(at) : 99;
            if (digit >= radix)
            {
                return false;
            }

            // Past every bound there is nothing more to learn; stopping keeps the sum from wrapping.
            value = value > long.MaxValue ? value : (value * radix) + digit;
        }

        value = negative ? -value : value;
        return digits.Length > 0;
    }

    private static int HexValue(char at) => at <= '9' ? at - '0' : (at | 0x20) - 'a' + 10;

    private static bool ParseDuration(string text, out Duration value, out string? error)
    {
        value = default;
        error = null;
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        if (!decimal.TryParse(
            text.AsSpan(0, end),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal number))
        {
            return false;
        }

        string unit = text[end..].Trim();
        foreach ((string known, long nanoseconds) in TimeUnits)
        {
            if (unit != known)
            {
                continue;
            }

            if (number > long.MaxValue / nanoseconds)
            {
                error = "out of range";
                return false;
            }

            value = global::Xia.Kernel.Time.Duration.FromNanoseconds((long)(number * nanoseconds));
            return true;
        }

        return false;
    }

    private static bool ParsePrefix(string text, out IpPrefix value, out string? error)
    {
        error = null;
        if (IpAddress.TryParse(text, out IpAddress host))
        {
            value = new IpPrefix(host, IpPrefix.MaximumLengthBits);
            return true;
        }

        return IpPrefix.TryParse(text, out value);
    }
}
