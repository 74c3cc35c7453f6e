using System.Globalization;

namespace Xia.Router.Language.Arguments;

/// <summary>Reads and shows numbers that are kept as whole multiples of a fraction.</summary>
internal static class FixedPointText
{
    /// <summary>Reads a number times a scale, to the nearest whole.</summary>
    public static ArgumentParser<uint> Parser(decimal scale) =>
        (string text, out uint value, out string? error) =>
        {
            value = 0;
            error = null;
            if (!NumberText.TryReadDecimal(text, signed: false, out decimal number))
            {
                return false;
            }

            decimal bound = uint.MaxValue / scale;
            if (number > bound)
            {
                error = string.Create(CultureInfo.InvariantCulture, $"out of range, bound {bound:0.####}");
                return false;
            }

            value = (uint)decimal.Round(number * scale, MidpointRounding.AwayFromZero);
            return true;
        };

    /// <summary>
    /// The shortest decimal number of which that many multiples of 1 / 2^<paramref name="fractionBits"/> are
    /// the nearest.
    /// </summary>
    public static string Show(long multiples, int fractionBits)
    {
        decimal scale = 1L << fractionBits;
        decimal exact = multiples / scale;
        decimal shown = exact;
        for (int digits = 0; digits < fractionBits; digits++)
        {
            shown = decimal.Round(exact, digits, MidpointRounding.AwayFromZero);
            if (decimal.Round(shown * scale, MidpointRounding.AwayFromZero) == multiples)
            {
                break;
            }
        }

        return shown.ToString("0.################", CultureInfo.InvariantCulture);
    }
}
