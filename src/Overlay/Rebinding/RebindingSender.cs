using System.Diagnostics;
using Xia.Kernel.Time;

namespace Xia.Overlay.Rebinding;

/// <summary>Decides when the mover's end of one association sends its rebinding.</summary>
/// <remarks>
/// <code>
///          Begin            deadline           OnSent
///   Idle ---------> Signing ---------> Due ---------> Waiting
///    ^                                  ^  deadline     |  |
///    |                                  +---------------+  |
///    +------------------------------------------------------+
///        OnAcknowledged in any state, or the last try's deadline
/// </code>
/// Begin is possible in every state: a second move replaces the first.
/// </remarks>
internal sealed class RebindingSender(RebindingTiming timing)
{
    private Instant? _deadline;

    /// <summary>The states of the diagram.</summary>
    internal enum State
    {
        /// <summary>The peer knows where this end is.</summary>
        Idle,

        /// <summary>A core works on the signature.</summary>
        Signing,

        /// <summary>The message waits for the network to take it.</summary>
        Due,

        /// <summary>The message is on its way and not acknowledged.</summary>
        Waiting,
    }

    /// <summary>Where the machine stands.</summary>
    public State Current { get; private set; }

    /// <summary>How often the present message was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>When the present message was sent last.</summary>
    public Instant SentAt { get; private set; }

    /// <summary>Whether the peer does not know, or is not known to know, where this end is.</summary>
    public bool IsOpen => Current != State.Idle;

    /// <summary>When <see cref="OnTimeout"/> is due.</summary>
    public Instant? NextTimeout => _deadline;

    /// <summary>Whether its turn to be signed has not come.</summary>
    public bool IsAwaiting => Current == State.Signing && _deadline is null;

    /// <summary>This end moved; others are signed first.</summary>
    public void Await()
    {
        Current = State.Signing;
        Attempts = 0;
        _deadline = null;
    }

    /// <summary>This end moved; the signature will be ready at <paramref name="signedAt"/>.</summary>
    public void Begin(Instant signedAt)
    {
        Current = State.Signing;
        Attempts = 0;
        _deadline = signedAt;
    }

    /// <summary>The network took the message.</summary>
    /// <param name="timeout">SRTT + 4·RTTVAR, or null when no round trip was measured yet.</param>
    /// <param name="now">The time.</param>
    public void OnSent(Duration? timeout, Instant now)
    {
        Debug.Assert(Current == State.Due, "Only a message that is due is sent.");
        Attempts++;
        Current = State.Waiting;
        SentAt = now;
        _deadline = now + Spacing(timeout);
    }

    /// <summary>The peer asked its question: the message arrived, and only the rest is open.</summary>
    public void OnChallenged(Duration? timeout, Instant now)
    {
        if (Current == State.Waiting)
        {
            _deadline = Instant.Max(_deadline ?? now, now + Spacing(timeout));
        }
    }

    /// <summary>The peer uses the new place.</summary>
    public void OnAcknowledged()
    {
        Current = State.Idle;
        _deadline = null;
    }

    /// <summary>The peer itself is elsewhere now: what was sent to its old place may never arrive.</summary>
    public RebindingStep OnPeerMoved()
    {
        if (Current != State.Waiting)
        {
            return RebindingStep.None;
        }

        Current = State.Due;
        _deadline = null;
        return RebindingStep.SendAgain;
    }

    /// <summary>Advances past the deadline; a call before it changes nothing.</summary>
    public RebindingStep OnTimeout(Instant now)
    {
        if (_deadline is not { } deadline || now < deadline)
        {
            return RebindingStep.None;
        }

        _deadline = null;
        switch (Current)
        {
            case State.Signing:
                Current = State.Due;
                return RebindingStep.SendFirst;
            case State.Waiting when Attempts >= timing.Tries + timing.KeepAlives:
                Current = State.Idle;
                return RebindingStep.GiveUp;
            case State.Waiting:
                Current = State.Due;
                return RebindingStep.SendAgain;
            default:
                throw new UnreachableException($"No deadline runs in state {Current}.");
        }
    }

    private Duration Spacing(Duration? timeout)
    {
        if (Attempts >= timing.Tries)
        {
            return timing.KeepAlive;
        }

        Duration spacing = Duration.Max(timing.Floor, timeout ?? timing.Initial);
        for (int i = timing.EvenTries; i < Attempts && spacing < timing.Cap; i++)
        {
            spacing *= 2;
        }

        return Duration.Min(spacing, timing.Cap);
    }
}
