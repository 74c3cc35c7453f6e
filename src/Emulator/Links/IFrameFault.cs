namespace Xia.Emulator.Links;

/// <summary>Damages frames on a link, after they were captured at the sending device.</summary>
public interface IFrameFault
{
    /// <summary>May change the frame's bytes.</summary>
    /// <param name="fromFirst">Whether the link's first end sent it.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>False to lose the frame.</returns>
    bool Apply(bool fromFirst, Span<byte> frame);

    /// <summary>
    /// Whether the fault wants to see a frame at all; a frame that it does not want is not copied.
    /// </summary>
    bool Wants(bool fromFirst, ReadOnlySpan<byte> frame);
}
