using Xia.Kernel.Time;

namespace Xia.Workload.Clients;

/// <summary>One connection that a connector made, or tried to.</summary>
public sealed class ConnectAttempt
{
    internal ConnectAttempt(int number, Instant startedAt)
    {
        Number = number;
        StartedAt = startedAt;
    }

    /// <summary>Its number, from 0 on.</summary>
    public int Number { get; }

    /// <summary>When it began.</summary>
    public Instant StartedAt { get; }

    /// <summary>When the handshake was over; null if it never was.</summary>
    public Instant? ConnectedAt { get; internal set; }

    /// <summary>When the answer was there; null if it never was.</summary>
    public Instant? AnsweredAt { get; internal set; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Failure { get; internal set; }
}
