using System.Diagnostics;
using System.Globalization;

namespace Xia.Kernel.Units;

/// <summary>The units of one quantity: how each is written and how many base units it stands for.</summary>
/// <param name="example">What is expected, for messages: <c>a rate such as 100Mbps or 32MiBps</c>.</param>
/// <param name="baseUnit">The unit that 1 stands for, for messages.</param>
/// <param name="units">
/// The formatter writes zero in the first and prefers the earlier of two equally short ones.
/// </param>
internal sealed class UnitTable(string example, string baseUnit, params Unit[] units)
{
    private const int MaximumPrintedDecimals = 9;

    private readonly decimal _smallestFactor = units.Min(unit => unit.Factor);

    /// <summary>Reads a quantity as a whole number of base units.</summary>
    public bool TryParse(string? text, out long value, out string? error)
    {
        value = 0;
        if (text is null || !UnitNumber.TrySplit(text, out UnitNumber number))
        {
            error = $"expected {example}";
            return false;
        }

        foreach (Unit unit in units)
        {
            if (number.Unit.SequenceEqual(unit.Symbol))
            {
                bool fits = number.TryScale(unit.Factor, out value);
                error = fits ? null : $"expected a whole number of {baseUnit} below 2^63";
                return fits;
            }
        }

        error = number.Unit.IsEmpty
            ? $"expected {example}; the unit is missing"
            : $"expected {example}; '{number.Unit}' is no unit of it";
        return false;
    }

    /// <summary>Writes a quantity in the unit that shows it exactly with the fewest characters.</summary>
    public string Format(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value == 0)
        {
            return "0" + units[0].Symbol;
        }

        string? shortest = null;
        foreach (Unit unit in units)
        {
            decimal number = value / unit.Factor;
            bool isExact =
                decimal.Round(number, MaximumPrintedDecimals) == number
                    && number * unit.Factor == value;
            bool isReadable = unit.IsPrinted && (number >= 1 || unit.Factor == _smallestFactor);
            if (!isExact || !isReadable)
            {
                continue;
            }

            string text = number.ToString("0.#########", CultureInfo.InvariantCulture) + unit.Symbol;
            if (shortest is null || text.Length < shortest.Length)
            {
                shortest = text;
            }
        }

        return shortest ?? throw new UnreachableException("The smallest unit shows every whole number.");
    }
}
