using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Laboratory.Building;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Machines;

namespace Xia.Laboratory.Measurement;

/// <summary>The figures and lower bounds of one move.</summary>
internal sealed class MoveMeasurement(ArmContext arm, MoveRecord record)
{
    private const int EthernetBytes = 14;

    /// <summary>How the move ended.</summary>
    public MoveOutcome Outcome => record switch
    {
        { ResumedAtDestination: true, ReleasedAt: not null } => MoveOutcome.Completed,
        { ResumedAtDestination: true, SourceDiedAt: not null } => MoveOutcome.Completed,
        { InDoubt: true } => MoveOutcome.InDoubt,
        { Failure: not null, FrozenAt: null } when record.Destination is null => MoveOutcome.Refused,
        { Failure: not null } => MoveOutcome.Aborted,
        _ => MoveOutcome.Unfinished,
    };

    /// <summary>The result, with figures.</summary>
    public MoveResult Measure()
    {
        MoveOutcome outcome = Outcome;
        string? reason = outcome == MoveOutcome.Completed ? null : record.Failure ?? "the run ended first";
        return new MoveResult(
            record.Request.Machine,
            record.From,
            record.Request.To,
            Words.Of(record.Request.Strategy),
            outcome,
            reason,
            outcome == MoveOutcome.Completed ? EndHash() : null,
            Figures(),
            Limits());
    }

    private string? EndHash() => record.Engine is { Report.EndHash: { Length: > 0 } hash }
        ? $"sha256:{Convert.ToHexStringLower(hash.Span)}"
        : null;

    private MetricSet Figures()
    {
        MetricSet figures = new();
        if (record.FrozenAt is { } frozen && record.ResumedAt is { } resumed)
        {
            figures.Set("pauseMs", resumed - frozen);
            Guest copy =
                record is { ResumedAtDestination: true, Destination: { } there }
                    ? there
                    : record.Source;
            Duration stalled = copy.Machine.Clock.StalledTotal;
            figures.Set("guestStallMs.total", resumed - frozen + stalled);
        }

        if ((record.SourceDiedAt ?? record.ReleasedAt) is { } released && record.ResumedAtDestination)
        {
            figures.Set("totalMs", released - record.RequestedAt);
        }

        if (record.Engine is { Report: { } report })
        {
            figures.Set("wireBytes", record.WireBytes);
            figures.Set("payloadBytes", report.PayloadBytes);
            figures.Set("rounds", report.Rounds.Count);
            figures.Set("pagesSent.zero", report.ZeroPages);
            figures.Set("pagesSent.raw", report.RawPages);
        }

        return figures;
    }

    /// <summary>
    /// Lower bounds, as MEASUREMENT's definitions word them; raw is the smallest form that is shipped so far.
    /// </summary>
    private MetricSet Limits()
    {
        MetricSet limits = new();
        if (record.ContentPages is not { } contentPages || record.Engine is not { Report: { } report })
        {
            return limits;
        }

        PathDelays delays = new(arm.Scenario);
        if (delays.Between(record.From, record.Request.To) is not { } delay)
        {
            return limits;
        }

        long bottleneck = arm.Scenario.Links
            .Where(link => link.First == record.From || link.Second == record.From
                || link.First == record.Request.To || link.Second == record.Request.To)
            .Min(link => link.RateBitsPerSecond);
        long pages = MachineBuilder.PageCountOf(record.Source.Specification);
        Duration fixedCost = CostOf(WorkKind.StopMachine, 1) + CostOf(WorkKind.StartMachine, 1)
            + CostOf(WorkKind.ScanPage, pages) + CostOf(WorkKind.SaveStateByte, report.DeviceStateBytes)
            + CostOf(WorkKind.LoadStateByte, report.DeviceStateBytes);
        limits.Set(
            "pauseMs", fixedCost + delay + Duration.OfTransmission(report.DeviceStateBytes, bottleneck));
        long payload = contentPages * IGuestMemory.PageSizeBytes;
        long segments = (payload + arm.StreamPayloadBytes - 1) / arm.StreamPayloadBytes;
        long headers = segments * (NetworkBuilder.MtuBytes + EthernetBytes - arm.StreamPayloadBytes);
        limits.Set("wireBytes", payload + headers);
        limits.Set("payloadBytes", payload);
        Duration transmission = Duration.OfTransmission(payload + headers, bottleneck);
        Duration coding = CostOf(WorkKind.CopyByte, payload) + CostOf(WorkKind.ChecksumByte, payload);
        limits.Set("totalMs", Duration.Max(transmission, coding) + delay);
        return limits;
    }

    private Duration CostOf(WorkKind kind, long units) =>
        new(checked(arm.Costs.PicosecondsPerUnit(kind) * units) / 1_000);
}
