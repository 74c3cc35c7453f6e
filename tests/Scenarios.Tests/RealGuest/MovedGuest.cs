using System.Globalization;
using System.Text.RegularExpressions;

namespace Xia.Scenarios.Tests.RealGuest;

/// <summary>What a run's timeline says of the move of one machine.</summary>
/// <param name="Rounds">Pages and zero pages of every round, in order.</param>
/// <param name="StopRule">The rule that stopped the guest.</param>
/// <param name="StopSeconds">When it was stopped, after the first round began.</param>
internal sealed partial record MovedGuest(
    IReadOnlyList<(int Pages, int ZeroPages)> Rounds, string StopRule, double StopSeconds)
{
    /// <summary>All pages sent that are not zero.</summary>
    public int ContentPages => Rounds.Sum(round => round.Pages - round.ZeroPages);

    /// <summary>Reads the moves of a timeline, by machine.</summary>
    public static Dictionary<string, MovedGuest> ReadAll(string timeline) => File.ReadLines(timeline)
        .Select(line => line.Split(',', 6))
        .Where(row => row[2] is "move.round" or "move.frozen")
        .GroupBy(row => row[3])
        .ToDictionary(rows => rows.Key, rows => Of([.. rows]));

    private static MovedGuest Of(string[][] rows)
    {
        Match[] rounds = [.. rows.Where(row => row[2] == "move.round").Select(row => Round().Match(row[5]))];
        long begunAt = TimeOf(rows.First(row => row[2] == "move.round"));
        long frozenAt = TimeOf(rows.Single(row => row[2] == "move.frozen"));
        return new MovedGuest(
            [.. rounds.Select(round => (NumberIn(round.Groups[1]), NumberIn(round.Groups[2])))],
            rounds[^1].Groups[3].Value,
            (frozenAt - begunAt) / 1e9);
    }

    private static long TimeOf(string[] row) => long.Parse(row[0], CultureInfo.InvariantCulture);

    private static int NumberIn(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) pages in [^,]+, (\d+) of them zero, \d+ B(?:, stopped by ([\w-]+))?")]
    private static partial Regex Round();
}
