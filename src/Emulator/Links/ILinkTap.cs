using Xia.Kernel.Time;

namespace Xia.Emulator.Links;

/// <summary>Sees the frames that leave the devices of a link, after their queues.</summary>
public interface ILinkTap
{
    /// <summary>
    /// A frame was put on the link; called when it is offered, which is not after it departs.
    /// </summary>
    /// <param name="fromFirst">Whether the link's first end sent it.</param>
    /// <param name="frame">The frame without padding; valid during the call.</param>
    /// <param name="departure">When its last bit leaves.</param>
    /// <param name="now">The time; never runs backward.</param>
    void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now);
}
