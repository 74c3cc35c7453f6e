using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Workload.Clients;

/// <summary>One attempt of a connector.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="OpenedAt">When the stream was open; null if it never was.</param>
/// <param name="AnsweredAt">When the whole answer had come; null if it never did.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">What the stack said, if the stream failed.</param>
public readonly record struct ConnectionAttempt(
    Instant StartedAt, Instant? OpenedAt, Instant? AnsweredAt, ConnectionOutcome Outcome,
        StreamFailure Failure)
{
    /// <summary>The time from the start until the stream was open.</summary>
    public Duration? ConnectLatency => OpenedAt - StartedAt;

    /// <summary>The time from the start until the answer.</summary>
    public Duration? AnswerLatency => AnsweredAt - StartedAt;
}
