using System.Globalization;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>A number of a script: whole while it can be, else floating.</summary>
/// <param name="Whole">The number when it is whole.</param>
/// <param name="Real">The number in any case.</param>
/// <param name="IsWhole">Whether it was written without a point and fits 64 bits.</param>
internal readonly record struct ScriptNumber(long Whole, double Real, bool IsWhole)
{
    private const int SignificantDigits = 12;
    private const int SmallestPlainExponent = -5;

    /// <summary>A whole number.</summary>
    public static ScriptNumber Of(long value) => new(value, value, true);

    /// <summary>A floating number.</summary>
    public static ScriptNumber Of(double value) => new(0, value, false);

    /// <summary>Reads a number; false when it is none.</summary>
    public static bool TryParse(string text, out ScriptNumber number)
    {
        if (ArgumentTypes.Int64()(text, out long whole, out _))
        {
            number = Of(whole);
            return true;
        }

        bool read = ArgumentTypes.Real(text, out double real, out _);
        number = Of(real);
        return read;
    }

    /// <summary>The number as Click prints it: whole, or with up to twelve significant digits.</summary>
    public override string ToString() => IsWhole ? $"{Whole}" : Format(Real, SignificantDigits);

    /// <summary>A floating number with so many significant digits, without zeros at the end.</summary>
    public static string Format(double value, int digits)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        string scientific = value.ToString($"e{digits - 1}", CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign);
        if (exponent >= SmallestPlainExponent + 1 && exponent < digits)
        {
            string plain = value.ToString($"f{digits - 1 - exponent}", CultureInfo.InvariantCulture);
            return Trimmed(plain);
        }

        string sign = exponent < 0 ? "-" : "+";
        return $"{Trimmed(scientific[..mark])}e{sign}{Math.Abs(exponent):d2}";
    }

    private static string Trimmed(string digits) =>
        digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;
}
