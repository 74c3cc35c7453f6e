using Xia.Kernel.Time;
using Xia.Laboratory.Moves;
using Xia.Laboratory.Results;
using Xia.Laboratory.Running;
using Xia.Laboratory.Scenarios;
using Xia.Workload.Clients;

namespace Xia.Laboratory.Measurement;

/// <summary>What became of every session that was open at the move, as its application found.</summary>
/// <remarks>
/// A datagram probe is one session; it is broken when its oldest unanswered request is older than the session timeout.
/// Of a connector, the attempts that were under way at the freeze count; later ones are new connections.
/// </remarks>
internal static class SessionReport
{
    /// <summary>The sessions, in order of the clients.</summary>
    public static List<SessionResult> Of(
        ClientSet clients, MoveRecord? move, bool isPromised, Scenario scenario, Instant end)
    {
        List<SessionResult> sessions = [];
        foreach ((ScenarioClient specification, IClient client) in clients.All)
        {
            switch (client)
            {
                case DatagramProbe probe:
                    sessions.Add(OfProbe(specification, probe, move, isPromised, scenario, end));
                    break;
                case StreamClient stream:
                    sessions.Add(OfStream(stream, isPromised));
                    break;
                case Connector connector:
                    sessions.AddRange(OfConnector(connector, move, isPromised));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(clients), client, "An unknown kind of client.");
            }
        }

        return sessions;
    }

    private static SessionResult OfProbe(
        ScenarioClient specification, DatagramProbe probe, MoveRecord? move, bool isPromised, Scenario scenario,
        Instant end)
    {
        Instant stop = specification.Stop is { } planned ? Instant.Min(planned, end) : end;
        Instant lastAnswer = probe.LastAnswerAt ?? specification.Start;
        Instant patienceFrom = Instant.Max(lastAnswer, move?.ResumedAt ?? Instant.Zero);
        Duration silence = stop > lastAnswer ? stop - lastAnswer : Duration.Zero;
        bool isBroken = probe.Sent > 0 && stop > patienceFrom && stop - patienceFrom > scenario.SessionTimeout;
        SessionOutcome outcome = isBroken
            ? SessionOutcome.Broken
            : silence > Duration.FromSeconds(1) ? SessionOutcome.Stalled : SessionOutcome.Lived;
        string? reason = isBroken ? $"no answer for {scenario.SessionTimeout}" : null;
        Duration stall = Duration.Max(probe.LongestGap?.Length ?? Duration.Zero, isBroken ? silence : Duration.Zero);
        return new SessionResult(probe.Name, "datagrams", isPromised, outcome, reason, stall);
    }

    private static SessionResult OfStream(StreamClient stream, bool isPromised)
    {
        SessionOutcome outcome = stream.IsBroken
            ? SessionOutcome.Broken
            : stream.IsStalledAtEnd ? SessionOutcome.Stalled : SessionOutcome.Lived;
        return new SessionResult(
            stream.Name, "stream", isPromised, outcome, stream.BrokenReason, stream.LongestStall);
    }

    private static IEnumerable<SessionResult> OfConnector(Connector connector, MoveRecord? move, bool isPromised)
    {
        if (move is not { FrozenAt: { } frozen })
        {
            yield break;
        }

        foreach (ConnectAttempt attempt in connector.Attempts)
        {
            bool isOpen = attempt.StartedAt <= frozen && (attempt.AnsweredAt is not { } answered || answered > frozen);
            bool failedBefore = attempt.Failure is not null && attempt.AnsweredAt is null
                && attempt.StartedAt + Duration.FromSeconds(10) <= frozen;
            if (isOpen && !failedBefore)
            {
                yield return new SessionResult(
                    $"{connector.Name}#{attempt.Number}",
                    "connect",
                    isPromised,
                    attempt.Failure is null ? SessionOutcome.Lived : SessionOutcome.Broken,
                    attempt.Failure,
                    attempt.AnsweredAt is { } at ? at - attempt.StartedAt : Duration.Zero);
            }
        }
    }
}
