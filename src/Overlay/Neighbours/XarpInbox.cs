using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;
using Xia.Kernel.Work;

namespace Xia.Overlay.Neighbours;

/// <summary>
/// The messages of a port that wait until a core has checked their signatures; first come, first served.
/// </summary>
public sealed class XarpInbox(NeighbourTrust trust, IProcessor processor)
{
    /// <summary>How many messages wait at most.</summary>
    public const int Capacity = 64;

    private readonly Queue<(XarpMessage Message, Instant Ready)> _waiting = new();
    private Instant _lastReady;

    /// <summary>When <see cref="TryTake"/> has something to give, or null.</summary>
    public Instant? NextTimeout => _waiting.TryPeek(out var first) ? first.Ready : null;

    /// <summary>Takes a message in after the checks that cost nothing.</summary>
    /// <param name="message">The message.</param>
    /// <param name="frameSource">The station from which its frame came.</param>
    /// <param name="now">The time.</param>
    /// <returns>Checking, or why it was dropped.</returns>
    public XarpVerdict Submit(XarpMessage message, LinkAddress frameSource, Instant now)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!message.SenderLink.IsStation)
        {
            return XarpVerdict.BadLinkAddress;
        }

        if (message.SenderLink != frameSource)
        {
            return XarpVerdict.OtherStation;
        }

        if (message.Proof is not { } proof)
        {
            return XarpVerdict.NoProof;
        }

        XarpVerdict foreseen = trust.Foresee(message);
        if (foreseen != XarpVerdict.Checking)
        {
            return foreseen;
        }

        if (_waiting.Count == Capacity)
        {
            return XarpVerdict.Busy;
        }

        _lastReady = Instant.Max(_lastReady, proof.ChargeCheck(processor, trust.Checker, now));
        _waiting.Enqueue((message, _lastReady));
        return XarpVerdict.Checking;
    }

    /// <summary>Gives the next message whose check is done.</summary>
    public bool TryTake(Instant now, [NotNullWhen(true)] out XarpMessage? message, out XarpVerdict verdict)
    {
        message = null;
        verdict = XarpVerdict.Checking;
        if (!_waiting.TryPeek(out var first) || first.Ready > now)
        {
            return false;
        }

        message = _waiting.Dequeue().Message;
        verdict = trust.Check(message, now);
        return true;
    }
}
