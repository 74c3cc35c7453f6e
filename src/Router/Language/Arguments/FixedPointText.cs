using System.Globalization;

namespace Xia.Router.Language.Arguments;

/// <summary>Reads numbers as whole multiples of a fraction.</summary>
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
}
