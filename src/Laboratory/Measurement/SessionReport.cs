using Xia.Kernel.Time;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Measurement;

/// <summary>What became of every session that was open at the move, as its application found.</summary>
/// <remarks>
/// A datagram probe is one session; it is broken when it has waited longer than the session timeout for any
/// answer, counted from the resume at the earliest. Of a connector, the attempts that were under way at the
/// freeze count; later ones are new connections.
/// </remarks>
internal static class SessionReport
{
    /// <summary>
    /// How long a session may be without an answer at the end of the run and not count as stalled.
    /// </summary>
    private static readonly Duration StalledAfter = Duration.FromSeconds(1);

    /// <summary>The sessions, in order of the clients.</summary>
    public static List<SessionResult> Of(
        ClientSet clients, MoveRecord? move, bool isPromised, Scenario scenario, Instant end)
    {
        List<SessionResult> sessions = [];
        foreach (RunningClient client in clients.All)
        {
            switch (client)
            {
                case RunningClient.Probe probe:
                    sessions.Add(OfProbe(probe, move, isPromised, scenario, end));
                    break;
                case RunningClient.Stream stream:
                    sessions.Add(OfStream(stream, isPromised, end));
                    break;
                case RunningClient.Connects connector:
                    sessions.AddRange(OfConnector(connector, move, isPromised));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(
                        nameof(clients), client, "An unknown kind of client.");
            }
        }

        return sessions;
    }

    /// <summary>Whether an attempt of a connector came to nothing.</summary>
    public static bool IsFailed(ConnectionOutcome outcome) =>
        outcome is not (ConnectionOutcome.Answered or ConnectionOutcome.Pending);

    /// <summary>What an application makes of a silence that lasts to its end.</summary>
    /// <param name="lastAnswer">When the last answer came, or when it began without one.</param>
    /// <param name="patienceFrom">From when on it counts its patience: the resume at the earliest.</param>
    /// <param name="stop">When it ended.</param>
    /// <param name="sessionTimeout">How patient it is.</param>
    internal static SessionOutcome OutcomeOfSilence(
        Instant lastAnswer, Instant patienceFrom, Instant stop, Duration sessionTimeout)
    {
        if (stop > patienceFrom && stop - patienceFrom > sessionTimeout)
        {
            return SessionOutcome.Broken;
        }

        return stop > lastAnswer && stop - lastAnswer > StalledAfter
            ? SessionOutcome.Stalled
            : SessionOutcome.Lived;
    }

    private static SessionResult OfProbe(
        RunningClient.Probe probe, MoveRecord? move, bool isPromised, Scenario scenario, Instant end)
    {
        ProbeResults results = probe.Client.Results;
        Instant stop = probe.Specification.Stop is { } planned ? Instant.Min(planned, end) : end;
        Instant lastAnswer = results.LastAnswerAt ?? probe.Specification.Start;
        Instant patienceFrom = Instant.Max(lastAnswer, move?.ResumedAt ?? Instant.Zero);
        Duration silence = stop > lastAnswer ? stop - lastAnswer : Duration.Zero;
        SessionOutcome outcome = results.Sent == 0
            ? SessionOutcome.Lived
            : OutcomeOfSilence(lastAnswer, patienceFrom, stop, scenario.SessionTimeout);
        bool isBroken = outcome == SessionOutcome.Broken;
        string? reason = isBroken ? $"no answer for {scenario.SessionTimeout}" : null;
        Duration gap =
            results.LongestGap(Instant.Zero, end) is var (gapStart, gapEnd)
                ? gapEnd - gapStart
                : Duration.Zero;
        return new SessionResult(
            probe.Name, "datagrams", isPromised, outcome, reason, isBroken
                ? Duration.Max(gap, silence)
                : gap);
    }

    private static SessionResult OfStream(RunningClient.Stream stream, bool isPromised, Instant end)
    {
        StreamResults results = stream.Client.Results;
        Duration waiting = results.StallAt(end);
        SessionOutcome outcome = results.State == StreamClientState.Broken
            ? SessionOutcome.Broken
            : waiting > StalledAfter ? SessionOutcome.Stalled : SessionOutcome.Lived;
        string? reason = results.State == StreamClientState.Broken
            ? $"{Words.Of(results.Reason)} {(results.AgeAtBreak is { } age ? $"after {age}" : "")}".Trim()
            : null;
        Duration stall = Duration.Max(
            results.LongestStall, Duration.Max(waiting, results.AgeAtBreak ?? Duration.Zero));
        return new SessionResult(stream.Name, "stream", isPromised, outcome, reason, stall);
    }

    private static IEnumerable<SessionResult> OfConnector(
        RunningClient.Connects connector, MoveRecord? move, bool isPromised)
    {
        if (move is not { FrozenAt: { } frozen })
        {
            yield break;
        }

        for (int i = 0; i < connector.Client.Attempts.Count; i++)
        {
            ConnectionAttempt attempt = connector.Client.Attempts[i];
            bool isUnderWay = attempt.StartedAt <= frozen && attempt.Outcome != ConnectionOutcome.Skipped
                && (attempt.AnsweredAt is not { } answered || answered > frozen);
            if (isUnderWay)
            {
                bool failed = IsFailed(attempt.Outcome);
                yield return new SessionResult(
                    $"{connector.Name}#{i}",
                    "connect",
                    isPromised,
                    failed ? SessionOutcome.Broken : SessionOutcome.Lived,
                    failed ? Words.Of(attempt.Outcome) : null,
                    attempt.AnswerLatency ?? Duration.Zero);
            }
        }
    }
}
