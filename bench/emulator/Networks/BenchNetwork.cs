using Xia.Kernel.Time;

namespace Xia.Bench.Emulator.Networks;

/// <summary>A network of the comparison with other simulators: routers, a host at each end of a flow, links, flows.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Hosts">The routers that have a host, by number.</param>
/// <param name="Routers">How many routers there are.</param>
/// <param name="Links">The links between routers.</param>
/// <param name="Flows">The flows, from host to host, both named by their router.</param>
/// <param name="Interval">From one packet of a flow to its next.</param>
internal sealed record BenchNetwork(
    string Name,
    int Routers,
    IReadOnlyList<int> Hosts,
    IReadOnlyList<(int First, int Second)> Links,
    IReadOnlyList<(int From, int To)> Flows,
    Duration Interval)
{
    /// <summary>The payload of every datagram.</summary>
    public const int PayloadBytes = 1000;

    private const int LineLength = 16;
    private const int GridSide = 8;

    /// <summary>16 routers in a row and one flow of 500 Mbit/s of payload from end to end.</summary>
    public static BenchNetwork Line { get; } = new(
        "line",
        LineLength,
        [0, LineLength - 1],
        [.. Enumerable.Range(0, LineLength - 1).Select(router => (router, router + 1))],
        [(0, LineLength - 1)],
        Duration.OfTransmission(PayloadBytes, 500_000_000));

    /// <summary>8 × 8 routers and 64 flows of 20 Mbit/s of payload, each to the point opposite the centre.</summary>
    public static BenchNetwork Grid { get; } = new(
        "grid",
        GridSide * GridSide,
        [.. Enumerable.Range(0, GridSide * GridSide)],
        [.. GridLinks()],
        [.. Enumerable.Range(0, GridSide * GridSide).Select(router => (router, (GridSide * GridSide) - 1 - router))],
        Duration.OfTransmission(PayloadBytes, 20_000_000));

    private static IEnumerable<(int First, int Second)> GridLinks()
    {
        for (int router = 0; router < GridSide * GridSide; router++)
        {
            if (router % GridSide < GridSide - 1)
            {
                yield return (router, router + 1);
            }

            if (router / GridSide < GridSide - 1)
            {
                yield return (router, router + GridSide);
            }
        }
    }
}
