using Xia.Emulator.Links;
using Xia.Kernel.Time;

namespace Xia.Laboratory.Measurement;

/// <summary>
/// Counts the bytes of a link's frames by what they are there for, both directions together.
/// </summary>
/// <param name="classify">Says what a frame is there for.</param>
/// <param name="next">Who sees the frames as well; null for nobody.</param>
internal sealed class LinkMeter(Func<ReadOnlySpan<byte>, FrameClass> classify, ILinkTap? next) : ILinkTap
{
    private readonly long[] _bytes = new long[Enum.GetValues<FrameClass>().Length];

    /// <summary>The bytes of all frames of a class so far, Ethernet headers included.</summary>
    public long Bytes(FrameClass kind) => _bytes[(int)kind];

    /// <inheritdoc/>
    public void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now)
    {
        _bytes[(int)classify(frame)] += frame.Length;
        next?.OnFrame(fromFirst, frame, departure, now);
    }
}
