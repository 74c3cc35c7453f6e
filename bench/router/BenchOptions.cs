using System.Globalization;
using System.Text.RegularExpressions;

namespace Xia.Bench.Router;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    /// <summary>How the program is called.</summary>
    public const string Usage =
        "Xia.Bench.Router [--case REGEX] [--rounds COUNT] [--scale FACTOR] [--command COMMAND]\n"
        + "                 [--native PATH] [--json FILE]";

    /// <summary>Which cases.</summary>
    public Regex Case { get; init; } = new("");

    /// <summary>How often each case runs.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>By how much more packets than usual are sent.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The command under test; null for the wrapper of this repository.</summary>
    public string? Command { get; init; }

    /// <summary>Another click for the IP graphs, run in turn; null for none.</summary>
    public string? Native { get; init; }

    /// <summary>Where the figures go as JSON too; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It is wrong.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        BenchOptions options = new();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                throw new FormatException($"'{arguments[i]}' needs a value.");
            }

            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--case" => options with { Case = new Regex(value, RegexOptions.IgnoreCase) },
                "--rounds" => options with { Rounds = Math.Max(1, (int)Number(value)) },
                "--scale" => options with { Scale = Number(value) },
                "--command" => options with { Command = value },
                "--native" => options with { Native = value },
                "--json" => options with { JsonFile = value },
                _ => throw new FormatException($"There is no option '{arguments[i]}'."),
            };
        }

        return options;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new FormatException($"Expected a number above zero, found '{text}'.");
}
