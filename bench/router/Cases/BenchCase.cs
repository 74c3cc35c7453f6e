using System.Globalization;

namespace Xia.Bench.Router.Cases;

/// <summary>A graph with its variables.</summary>
/// <param name="Group">What is compared as one: the best of its cases counts.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Graph">The file.</param>
/// <param name="Packets">How many packets it sends, before scaling.</param>
/// <param name="Variables">The others of its variables.</param>
internal sealed record BenchCase(
    string Group, string Title, string Graph, long Packets, IReadOnlyDictionary<string, string> Variables)
{
    private const long ManyPackets = 8_000_000;
    private const long FewPackets = 4_000_000;
    private static readonly int[] Bursts = [1, 32, 256];

    /// <summary>Whether it forwards XIP, which only a click with XIA's elements can.</summary>
    public bool IsXia { get; init; }

    /// <summary>The class of the route table, in place of <c>TABLE</c> in the graph.</summary>
    public string? TableClass { get; init; }

    /// <summary>How many routes the file has that <c>$ROUTES</c> names; 0 for none.</summary>
    public int RouteCount { get; init; }

    /// <summary>All cases in the order of the table.</summary>
    public static IEnumerable<BenchCase> All()
    {
        foreach (bool stamp in (bool[])[true, false])
        {
            foreach (int burst in Bursts)
            {
                yield return Plain("B1", "b1-discard.click", ManyPackets, burst, stamp);
            }

            foreach (int burst in Bursts)
            {
                yield return Plain("B2", "b2-queue.click", ManyPackets, burst, stamp);
            }
        }

        yield return Plain("B3", "b3-hops.click", ManyPackets, 32, false);
        yield return Plain("B4 without table", "b4-forward.click", FewPackets, 32, false);
        foreach (string table in (string[])["Radix", "Direct"])
        {
            foreach (int thousands in (int[])[1, 100, 350])
            {
                yield return Lookup(table, thousands);
            }
        }

        foreach (int burst in Bursts)
        {
            yield return Plain("B5", "b5-router.click", FewPackets, burst, false);
        }

        foreach (bool isCached in (bool[])[true, false])
        {
            for (int fallbacks = 0; fallbacks <= XipTemplate.MaximumFallbacks; fallbacks++)
            {
                yield return Xip(fallbacks, isCached);
            }
        }
    }

    private static BenchCase Plain(string group, string graph, long packets, int burst, bool stamp) => new(
        group,
        $"{group}, burst {burst}{(stamp ? ", time stamps" : "")}",
        graph,
        packets,
        new Dictionary<string, string>
        {
            ["BURST"] = burst.ToString(CultureInfo.InvariantCulture),
            ["STAMP"] = stamp ? "true" : "false",
        });

    private static BenchCase Lookup(string table, int thousands) => new(
        $"B4 {table} {thousands}k",
        $"B4 {table}IPLookup, {thousands}k routes, burst 32",
        "b4-lookup.click",
        FewPackets,
        new Dictionary<string, string> { ["BURST"] = "32", ["STAMP"] = "false" })
    {
        TableClass = $"{table}IPLookup",
        RouteCount = thousands * 1000,
    };

    private static BenchCase Xip(int fallbacks, bool isCached) => new(
        $"FB{fallbacks}{(isCached ? "" : " without cache")}",
        $"FB{fallbacks}, burst 32{(isCached ? ", flow cache" : ", no flow cache")}",
        "xip-forward.click",
        FewPackets,
        new Dictionary<string, string>
        {
            ["BURST"] = "32",
            ["CACHE"] = isCached ? "1" : "0",
            ["PACKET"] = XipTemplate.Make(fallbacks),
        })
    {
        IsXia = true,
    };
}
