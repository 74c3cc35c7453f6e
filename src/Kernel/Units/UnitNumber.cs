using System.Buffers;
using System.Globalization;

namespace Xia.Kernel.Units;

/// <summary>A decimal number and the unit behind it, as one word of text, such as <c>340.7ms</c>.</summary>
internal readonly ref struct UnitNumber
{
    /// <summary>The longest text that is looked at, in characters.</summary>
    public const int MaximumLength = 40;

    private const int MaximumDigits = 28;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private UnitNumber(decimal value, ReadOnlySpan<char> unit)
    {
        Value = value;
        Unit = unit;
    }

    /// <summary>The number, exactly as written.</summary>
    public decimal Value { get; }

    /// <summary>What stands behind it, possibly nothing.</summary>
    public ReadOnlySpan<char> Unit { get; }

    /// <summary>
    /// Takes a text apart: digits, at most one point between digits, one optional blank, letters or %.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out UnitNumber number)
    {
        number = default;
        text = text.Trim(' ');
        if (text.Length > MaximumLength)
        {
            return false;
        }

        int digits = text.IndexOfAnyExcept(NumberCharacters);
        ReadOnlySpan<char> value = digits < 0 ? text : text[..digits];
        ReadOnlySpan<char> unit = digits < 0 ? [] : text[digits..];
        if (value.IsEmpty || !char.IsAsciiDigit(value[0]) || !char.IsAsciiDigit(value[^1]))
        {
            return false;
        }

        if (unit.Length > 1 && unit[0] == ' ')
        {
            unit = unit[1..];
        }

        // A second point, or more digits than a decimal holds exactly, is refused rather than bent.
        if (value.Length > MaximumDigits
            || !decimal.TryParse(
                value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal parsed))
        {
            return false;
        }

        number = new UnitNumber(parsed, unit);
        return true;
    }

    /// <summary>Multiplies by a unit, if the product is a whole number of 64 bits.</summary>
    public bool TryScale(decimal factor, out long whole)
    {
        whole = 0;
        if (Value != 0 && Value > long.MaxValue / factor)
        {
            return false;
        }

        decimal product = Value * factor;
        if (product != decimal.Truncate(product) || product > long.MaxValue)
        {
            return false;
        }

        whole = (long)product;
        return true;
    }
}
