using System.Globalization;
using Xia.Kernel.Time;

namespace Xia.Bench.Emulator;

/// <summary>What the command line asks for.</summary>
/// <param name="Case">A case's name, or <c>all</c>.</param>
/// <param name="Window">How long each measured window is, in virtual time.</param>
/// <param name="Rounds">How many windows.</param>
/// <param name="JsonFile">Where the figures go as JSON too; null for nowhere.</param>
internal sealed record BenchOptions(string Case, Duration Window, int Rounds, string? JsonFile)
{
    /// <summary>How the program is called.</summary>
    public const string Usage =
        "Xia.Bench.Emulator [--case line-ip|line-xia|grid-ip|grid-xia|migration|all] [--seconds VIRTUAL] "
        + "[--rounds COUNT] [--json FILE]";

    private const string EveryCase = "all";

    /// <summary>How much time is spent before measuring, on the clock and on cores.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Whether a case is asked for.</summary>
    public bool Wants(string name) => Case == EveryCase || Case == name;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It is wrong.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        BenchOptions options = new(EveryCase, Duration.FromMilliseconds(500), 7, null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                throw new FormatException($"'{arguments[i]}' needs a value.");
            }

            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--case" => options with { Case = value },
                "--seconds" => options with { Window = Duration.FromNanoseconds((long)(Number(value) * 1e9)) },
                "--rounds" => options with { Rounds = Math.Max(1, (int)Number(value)) },
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
