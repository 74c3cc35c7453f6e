using System.Globalization;
using Xia.Router.Language;

namespace Xia.Router.Elements.Traces;

/// <summary>How the chance of a packet to be emitted is read and shown.</summary>
internal static class SampleArgument
{
    /// <summary>A real number from 0 on; what is above 1 counts as 1.</summary>
    public static ArgumentParser<double> Chance { get; } =
        (string text, out double value, out string? error) =>
        {
            bool read = ArgumentTypes.Real(text, out value, out error) && value >= 0;
            value = Math.Min(value, 1);
            return read;
        };

    /// <summary>The shortest text of it.</summary>
    public static string Text(double chance) => chance.ToString("0.#########", CultureInfo.InvariantCulture);
}
