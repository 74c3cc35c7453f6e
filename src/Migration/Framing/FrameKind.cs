namespace Xia.Migration.Framing;

/// <summary>What a frame of the migration stream carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>One control message, MessagePack.</summary>
    Control = 1,

    /// <summary>Pages, in the layout of <see cref="Coding.PageFrameWriter"/>.</summary>
    Pages = 2,

    /// <summary>A piece of the saved device state; the pieces follow each other in order.</summary>
    DeviceState = 3,
}
