using Xia.Kernel.Time;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Building;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Metrics;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Migration.Control;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Measurement;

/// <summary>Turns what clients, moves and meters saw into the figures of an arm.</summary>
internal sealed class ArmMeasurement(
    ArmContext arm, MoveHub hub, ClientSet clients, IReadOnlyDictionary<string, LinkMeter> meters,
    PeerAdoption adoption, IMobility mobility)
{
    private readonly Instant _end = arm.Scenario.Until;

    /// <summary>The arm's result; a move that did not complete is added to the failures.</summary>
    public ArmResult Measure(List<string> failures)
    {
        MoveRecord? longest = hub.Records.Where(
            record => record.ResumedAt is not null && record.FrozenAt is not null)
            .OrderByDescending(record => (record.ResumedAt!.Value - record.FrozenAt!.Value).Nanoseconds)
            .FirstOrDefault();
        List<MoveResult> moves = [];
        MetricSet figures = new();
        MetricSet limits = new();
        foreach (MoveRecord record in hub.Records)
        {
            MoveResult move = new MoveMeasurement(arm, record).Measure();
            moves.Add(move);
            NoteRounds(record);
            if (move.Outcome != Results.MoveOutcome.Completed)
            {
                failures.Add($"The move of {move.Machine} to {move.To} did not complete: {move.Reason}.");
            }

            if (record == longest)
            {
                figures = new MoveMeasurement(arm, record).Measure().Metrics;
                limits = move.Limits;
            }
        }

        List<SessionResult> sessions = SessionReport.Of(
            clients, longest, mobility.KeepsSessions, arm.Scenario, _end);
        AddProbe(figures, longest);
        AddStream(figures, longest);
        AddSessions(figures, sessions, longest);
        AddReachability(figures, longest);
        figures.Set("signallingBytes", meters.Values.Sum(meter => meter.Bytes(FrameClass.Signalling)));
        figures.Set("residualState", mobility.ResidualState);
        bool kept = sessions.All(session => !session.IsPromised || session.Outcome == SessionOutcome.Lived);
        return new ArmResult
        {
            Arm = arm.Arm,
            Strategy = longest is null ? null : Words.Of(longest.Request.Strategy),
            Metrics = figures,
            Limits = limits,
            Moves = moves,
            Sessions = sessions,
            Promise = mobility.Promise,
            PromiseKept = kept,
            Notes = Notes(),
        };
    }

    private void NoteRounds(MoveRecord record)
    {
        foreach (RoundReport round in record.Engine?.Report.Rounds ?? [])
        {
            string stop = round.IsFinal ? $", stopped by {record.Engine!.Report.StopRule}" : "";
            arm.Recorder.Note(
                round.StartedAt,
                "move.round",
                record.Request.Machine,
                round.Round,
                $"{round.Pages} pages in {round.Length}, {round.ZeroPages} of them zero, {round.FrameBytes} "
                    + $"B{stop}");
        }
    }

    private void AddProbe(MetricSet figures, MoveRecord? move)
    {
        if (clients.Probe is not { Client.Results: { } probe } client)
        {
            return;
        }

        figures.Set("requestsSent", probe.Sent);
        figures.Set("requestsLost", probe.LostBy(_end));
        figures.Set("requestsDuplicated", probe.Duplicated);
        Instant stop = client.Specification.Stop is { } planned ? Instant.Min(planned, _end) : _end;
        bool answersGoOn = probe.LastAnswerAt is { } last && last >= stop - arm.Scenario.SessionTimeout;
        if (!answersGoOn)
        {
            figures.SetNever("clientGapMs").SetNever("excessGapMs");
        }
        else if (probe.LongestGap(Instant.Zero, _end) is var (gapStart, gapEnd))
        {
            Duration gap = gapEnd - gapStart;
            figures.Set("clientGapMs", gap);
            if (move is { FrozenAt: { } frozen, ResumedAt: { } resumed, ResumedAtDestination: true }
                && PathChange(client.Specification.Host, move) is { } change)
            {
                figures.Set("excessGapMs", ExcessOf(gap, resumed - frozen, change));
            }
        }

        if (move is { FrozenAt: { } start, ResumedAt: { } end })
        {
            AddLatency(figures, "before", probe, Instant.Zero, move.RequestedAt);
            AddLatency(figures, "during", probe, move.RequestedAt, start);
            AddLatency(figures, "across", probe, start, end);
            AddLatency(figures, "after", probe, end, _end);
        }
        else
        {
            AddLatency(figures, "before", probe, Instant.Zero, _end);
        }
    }

    /// <summary>
    /// What of a client's gap neither the pause nor the longer way explains; negative if it is shorter than
    /// they.
    /// </summary>
    internal static Duration ExcessOf(Duration clientGap, Duration pause, Duration pathChange) =>
        clientGap - pause - pathChange;

    /// <summary>d(new host, client) − d(source, client).</summary>
    private Duration? PathChange(string host, MoveRecord move)
    {
        PathDelays delays = new(arm.Scenario);
        return delays.Between(
            move.Request.To, host) is { } after && delays.Between(move.From, host) is { } before
            ? after - before
            : null;
    }

    private static void AddLatency(
        MetricSet figures, string window, ProbeResults probe, Instant from, Instant to)
    {
        Duration[] latencies = probe.LatenciesOf(from, to);
        if (latencies.Length > 0)
        {
            figures.Set($"latencyMs.{window}.p50", ProbeResults.Percentile(latencies, 500)!.Value);
            figures.Set($"latencyMs.{window}.p99", ProbeResults.Percentile(latencies, 990)!.Value);
            figures.Set($"latencyMs.{window}.max", latencies[^1]);
        }
    }

    private void AddStream(MetricSet figures, MoveRecord? move)
    {
        if (move is not { FrozenAt: { } frozen, ResumedAt: { } resumed }
            || clients.Stream is not { Client.Results: { BeganAt: { } began } stream }
            || Goodput.Across(
                began, stream.GoodputBins, move.RequestedAt, frozen, resumed) is not { } goodput)
        {
            return;
        }

        figures.SetShare("goodputDip.share", goodput.DipShare);
        if (goodput.Recovered is { } recovered)
        {
            figures.Set("goodputDip.recoveredMs", recovered);
        }
        else
        {
            figures.SetNever("goodputDip.recoveredMs");
        }
    }

    private void AddSessions(MetricSet figures, List<SessionResult> sessions, MoveRecord? move)
    {
        figures.Set("sessions", sessions.Count);
        figures.Set("sessionsBroken", sessions.Count(session => session.Outcome == SessionOutcome.Broken));
        figures.Set("stalledAtEnd", sessions.Count(session => session.Outcome == SessionOutcome.Stalled));
        IEnumerable<Duration> stalls = sessions
            .Where(session => session.Outcome == SessionOutcome.Lived).Select(session => session.Stall);
        if (stalls.Any())
        {
            figures.Set(
                "stallMs",
                stalls.Max(stall => stall.Nanoseconds) is var longest ? new Duration(longest) : default);
        }

        // What was begun by the freeze counts as a session; everything later is a new connection.
        Instant? frozen = move?.FrozenAt;
        figures.Set("connectsFailed", clients.All.OfType<RunningClient.Connects>()
            .Sum(connector => (long)connector.Client.Attempts.Count(
                attempt => !(attempt.StartedAt <= frozen) && SessionReport.IsFailed(attempt.Outcome))));
    }

    private void AddReachability(MetricSet figures, MoveRecord? move)
    {
        if (move is not { ResumedAt: { } resumed, ResumedAtDestination: true })
        {
            return;
        }

        Instant? restored = move.Arrivals?.FirstSince(resumed);
        SetSince(figures, "restoredMs", restored, resumed);
        if (arm.Arm.Network != Architecture.Xia)
        {
            return;
        }

        Instant? adopted = adoption.FirstSince(resumed);
        SetSince(figures, "rebindMs", adopted, resumed);
        string? host = arm.Scenario.Clients.FirstOrDefault(
            item => item.Machine == move.Request.Machine)?.Host;
        if (adopted is { } at && host is not null
            && new PathDelays(arm.Scenario).Between(host, move.Request.To) is { } delay)
        {
            SetSince(figures, "directPathMs", move.Arrivals?.FirstSince(at + delay), resumed);
        }
    }

    private static void SetSince(MetricSet figures, string name, Instant? moment, Instant since)
    {
        if (moment is { } at)
        {
            figures.Set(name, at - since);
        }
        else
        {
            figures.SetNever(name);
        }
    }

    private List<string> Notes()
    {
        List<string> notes = [];
        if (arm.Costs.IsIdeal)
        {
            notes.Add("ideal: work costs nothing on the cores");
        }

        if (mobility.ResidualState > 0)
        {
            notes.Add("the old host goes on forwarding for peers that know the old place only");
        }

        foreach ((string reason, long count) in adoption.Rejections)
        {
            notes.Add($"rebindings refused for {reason}: {count}");
        }

        return notes;
    }
}
