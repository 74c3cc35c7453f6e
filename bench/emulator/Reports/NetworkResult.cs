using System.Globalization;

namespace Xia.Bench.Emulator.Reports;

/// <summary>What a case gave: the median round by its rate, and whether anything was lost.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Rounds">How many windows were measured.</param>
/// <param name="VirtualSeconds">How long each was in virtual time.</param>
/// <param name="Hops">Frames that crossed a link in the window.</param>
/// <param name="WallSeconds">Time that passed in it.</param>
/// <param name="CpuSeconds">Time that the process spent on cores in it.</param>
/// <param name="HopsPerCpuSecond">Median over the windows.</param>
/// <param name="LeastHopsPerCpuSecond">The slowest window.</param>
/// <param name="MostHopsPerCpuSecond">The fastest window.</param>
/// <param name="EventsPerHop">Events of the simulation for each packet-hop.</param>
/// <param name="BytesPerHop">Bytes allocated for each packet-hop, all windows together.</param>
/// <param name="Sent">Datagrams sent in the whole run.</param>
/// <param name="Received">Datagrams received in the whole run.</param>
internal sealed record NetworkResult(
    string Case,
    int Rounds,
    double VirtualSeconds,
    long Hops,
    double WallSeconds,
    double CpuSeconds,
    double HopsPerCpuSecond,
    double LeastHopsPerCpuSecond,
    double MostHopsPerCpuSecond,
    double EventsPerHop,
    double BytesPerHop,
    long Sent,
    long Received)
{
    /// <summary>The heading of the table.</summary>
    public const string Heading =
        "case        packet-hops   wall s    CPU s   hops/CPU s      least       most  events/hop  B/hop  sent = received";

    /// <summary>Puts the rounds of a case together.</summary>
    public static NetworkResult Of(
        string name, double virtualSeconds, IReadOnlyList<RoundResult> rounds, long sent, long received)
    {
        RoundResult[] sorted = [.. rounds.OrderBy(round => round.HopsPerCpuSecond)];
        RoundResult median = sorted[sorted.Length / 2];
        long hops = rounds.Sum(round => round.Hops);
        return new NetworkResult(
            name,
            rounds.Count,
            virtualSeconds,
            median.Hops,
            median.WallSeconds,
            median.CpuSeconds,
            median.HopsPerCpuSecond,
            sorted[0].HopsPerCpuSecond,
            sorted[^1].HopsPerCpuSecond,
            (double)rounds.Sum(round => round.Events) / hops,
            (double)rounds.Sum(round => round.AllocatedBytes) / hops,
            sent,
            received);
    }

    /// <summary>The row of the table.</summary>
    public string Row()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string complete = Sent == Received
            ? string.Create(culture, $"yes ({Sent:N0})")
            : string.Create(culture, $"NO ({Sent:N0}, {Received:N0})");
        return string.Create(
            culture,
            $"{Case,-10} {Hops,12:N0} {WallSeconds,8:F3} {CpuSeconds,8:F3} {HopsPerCpuSecond,12:N0} "
            + $"{LeastHopsPerCpuSecond,10:N0} {MostHopsPerCpuSecond,10:N0} {EventsPerHop,11:F3} {BytesPerHop,6:F2}  "
            + $"{complete}");
    }
}
