using System.Globalization;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard;

/// <summary>Probabilities as elements read, keep and show them: in parts per billion.</summary>
internal static class Probability
{
    /// <summary>Certainty.</summary>
    public const long One = 1_000_000_000;

    /// <summary>What a handler says of another text.</summary>
    public const string Expected = "Must be given a number between 0.0 and 1.0";

    /// <summary>Reads a number from 0 to 1.</summary>
    public static ArgumentParser<long> Parser { get; } = (string text, out long value, out string? error) =>
    {
        error = null;
        bool isRead = ArgumentTypes.Real(text, out double number, out _) && number is >= 0 and <= 1;
        value = isRead ? (long)Math.Round(number * One) : 0;
        return isRead;
    };

    /// <summary>As a decimal number.</summary>
    public static string Show(long partsPerBillion) =>
        (partsPerBillion / (decimal)One).ToString("0.#########", CultureInfo.InvariantCulture);
}
