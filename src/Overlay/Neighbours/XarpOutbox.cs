using System.Buffers.Binary;
using Xia.Kernel.Time;
using Xia.Kernel.Work;

namespace Xia.Overlay.Neighbours;

/// <summary>
/// The messages of a port that wait until a core has signed them; first come, first served.
/// </summary>
/// <param name="link">The port's own link address.</param>
/// <param name="processor">Who is charged for signatures.</param>
public sealed class XarpOutbox(LinkAddress link, IProcessor processor)
{
    /// <summary>How many messages wait at most.</summary>
    public const int Capacity = 64;

    /// <summary>The longest frame.</summary>
    public const int MaximumFrameBytes = EthernetLengthBytes + XarpMessage.MaximumLengthBytes;

    private const int EthernetLengthBytes = 14;
    private const int EtherTypeOffset = 12;

    private readonly Queue<(XarpDraft Draft, Instant Ready)> _waiting = new();
    private Instant _lastReady;
    private ulong _lastSequence;

    /// <summary>When <see cref="TryTake"/> has something to give, or null.</summary>
    public Instant? NextTimeout => _waiting.TryPeek(out var first) ? first.Ready : null;

    /// <summary>Takes a message in.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool TrySubmit(XarpDraft draft, Instant now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (_waiting.Count == Capacity)
        {
            return false;
        }

        Instant ready = draft.Credential is null ? now : processor.Charge(WorkKind.Sign, 1, now);
        _lastReady = Instant.Max(_lastReady, ready);
        _waiting.Enqueue((draft, _lastReady));
        return true;
    }

    /// <summary>Writes the next frame that is ready.</summary>
    /// <param name="frame">Room for <see cref="MaximumFrameBytes"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="lengthBytes">How long the frame is.</param>
    public bool TryTake(Span<byte> frame, Instant now, out int lengthBytes)
    {
        lengthBytes = 0;
        if (!_waiting.TryPeek(out var first) || first.Ready > now)
        {
            return false;
        }

        XarpDraft draft = _waiting.Dequeue().Draft;
        draft.FrameTarget.Write(frame);
        link.Write(frame[LinkAddress.LengthBytes..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[EtherTypeOffset..], XarpMessage.EtherType);
        lengthBytes = EthernetLengthBytes + XarpMessage.Write(
            frame[EthernetLengthBytes..], draft.Operation, (draft.Sender, link), (
                draft.Target, draft.TargetLink),
            draft.Nonce, NextSequence(now), draft.Credential);
        return true;
    }

    // Receivers only compare; the time makes numbers grow across restarts and between ports without shared
    // state.
    private ulong NextSequence(Instant now) =>
        _lastSequence = Math.Max(_lastSequence + 1, (ulong)Math.Max(now.Nanoseconds, 0) + 1);
}
