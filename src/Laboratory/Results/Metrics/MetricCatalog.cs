using System.Collections.Frozen;

namespace Xia.Laboratory.Results.Metrics;

/// <summary>Every figure that a run may report, in the order in which results and tables show them.</summary>
/// <remarks>docs/results.md says in full what each means and how it is measured.</remarks>
public static class MetricCatalog
{
    /// <summary>All definitions, in their order.</summary>
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        Headline("pauseMs", MetricUnit.Milliseconds, "last instruction here to the first there"),
        Detail("guestStallMs.total", MetricUnit.Milliseconds, "pause, faults, throttling, logging faults"),
        Detail("guestStallMs.worst100", MetricUnit.Milliseconds, "stall within the worst 100 ms"),
        Headline("totalMs", MetricUnit.Milliseconds, "accepted request until the source may power off"),
        Detail("atRiskMs", MetricUnit.Milliseconds, "time in which either host's loss loses the machine"),
        Headline("wireBytes", MetricUnit.Bytes, "all frames of the migration on the source's uplink"),
        Headline("payloadBytes", MetricUnit.Bytes, "the part that is page, disk and device content"),
        Headline("rounds", MetricUnit.Count, "passes over memory, the final one included"),
        Detail("pagesSent.zero", MetricUnit.Count, "pages sent as a mark only"),
        Detail("pagesSent.raw", MetricUnit.Count, "pages sent whole"),
        Detail("pagesSent.delta", MetricUnit.Count, "pages sent as differences"),
        Detail("pagesSent.reference", MetricUnit.Count, "pages sent as references to content already there"),
        Detail("pagesSent.compressed", MetricUnit.Count, "pages sent compressed"),
        Detail("pagesSent.demand", MetricUnit.Count, "pages fetched on demand"),
        Headline("clientGapMs", MetricUnit.Milliseconds, "longest time between two answers to a probe"),
        Headline("excessGapMs", MetricUnit.Milliseconds, "gap beyond the pause and the change of path"),
        Headline("requestsSent", MetricUnit.Count, "probes sent"),
        Headline("requestsLost", MetricUnit.Count, "probes without an answer for 10 s"),
        Headline("requestsDuplicated", MetricUnit.Count, "answers beyond the first"),
        Detail("latencyMs.before.p50", MetricUnit.Milliseconds, "median latency before the move"),
        Detail("latencyMs.before.p99", MetricUnit.Milliseconds, "99th percentile before the move"),
        Detail("latencyMs.before.max", MetricUnit.Milliseconds, "largest before the move"),
        Detail("latencyMs.during.p50", MetricUnit.Milliseconds, "median during pre-copy"),
        Detail("latencyMs.during.p99", MetricUnit.Milliseconds, "99th percentile during pre-copy"),
        Detail("latencyMs.during.max", MetricUnit.Milliseconds, "largest during pre-copy"),
        Detail("latencyMs.across.p50", MetricUnit.Milliseconds, "median of requests that the pause delayed"),
        Detail("latencyMs.across.p99", MetricUnit.Milliseconds, "99th percentile across the pause"),
        Detail("latencyMs.across.max", MetricUnit.Milliseconds, "largest across the pause"),
        Detail("latencyMs.after.p50", MetricUnit.Milliseconds, "median after the move"),
        Detail("latencyMs.after.p99", MetricUnit.Milliseconds, "99th percentile after the move"),
        Detail("latencyMs.after.max", MetricUnit.Milliseconds, "largest after the move"),
        Detail("goodputDip.share", MetricUnit.Share, "deepest loss of goodput against the baseline"),
        Detail("goodputDip.recoveredMs", MetricUnit.Milliseconds, "resume until back at the baseline"),
        Headline("sessions", MetricUnit.Count, "sessions that were open at the move"),
        Headline("sessionsBroken", MetricUnit.Count, "sessions that their application lost"),
        Headline("connectsFailed", MetricUnit.Count, "new connections, begun after the freeze, that failed"),
        Headline("stallMs", MetricUnit.Milliseconds, "longest time without progress of a session that lived"),
        Detail("stalledAtEnd", MetricUnit.Count, "sessions without progress at the end, not yet broken"),
        Headline("restoredMs", MetricUnit.Milliseconds, "resume until a packet is accepted at the new place"),
        Headline("directPathMs", MetricUnit.Milliseconds, "resume until a packet takes the direct path"),
        Headline("newClientMs", MetricUnit.Milliseconds, "resume until a client without cache takes it"),
        Headline("rebindMs", MetricUnit.Milliseconds, "resume until the peer itself sends there"),
        Headline("signallingBytes", MetricUnit.Bytes, "control messages on all links"),
        Headline("residualState", MetricUnit.Count, "entries that anyone must keep after the move"),
    ];

    private static readonly FrozenDictionary<string, int> Positions =
        All.Select((definition, index) => (definition.Name, index)).ToFrozenDictionary(
            p => p.Name, p => p.index);

    /// <summary>Where a metric stands in the order.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public static int PositionOf(string name) => Positions.TryGetValue(name, out int position)
        ? position
        : throw new ArgumentException($"No metric is called {name}.", nameof(name));

    private static MetricDefinition Headline(string name, MetricUnit unit, string meaning) =>
        new(name, unit, true, meaning);

    private static MetricDefinition Detail(string name, MetricUnit unit, string meaning) =>
        new(name, unit, false, meaning);
}
