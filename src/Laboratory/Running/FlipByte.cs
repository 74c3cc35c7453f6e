using Xia.Emulator.Links;
using Xia.Laboratory.Arms;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Running;

/// <summary>Inverts one byte of one frame, and says whether it did.</summary>
/// <remarks>
/// An inverted byte is caught by the transport's checksum and repaired by a retransmission, unless that
/// checksum is made right again; <see cref="ScenarioEvent.CorruptFrame.ByteOffset"/> counts from the frame's
/// end when negative.
/// </remarks>
internal sealed class FlipByte(ScenarioEvent.CorruptFrame fault, IArchitecture architecture)
    : IFrameFault
{
    private long _seen;

    /// <summary>Whether the frame came.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public bool Wants(bool fromFirst, ReadOnlySpan<byte> frame)
    {
        if (IsDone || (fault.MigrationOnly && architecture.Classify(frame) != FrameClass.Migration))
        {
            return false;
        }

        return ++_seen == fault.Frame;
    }

    /// <inheritdoc/>
    public bool Apply(bool fromFirst, Span<byte> frame)
    {
        int offset = fault.ByteOffset >= 0 ? fault.ByteOffset : frame.Length + fault.ByteOffset;
        frame[Math.Clamp(offset, 0, frame.Length - 1)] ^= 0xff;
        if (fault.FixesChecksum)
        {
            architecture.Reseal(frame);
        }

        IsDone = true;
        return true;
    }
}
