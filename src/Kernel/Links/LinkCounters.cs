namespace Xia.Kernel.Links;

/// <summary>
/// What one direction of a link has counted so far; bytes are those of the frames, without overhead.
/// </summary>
/// <remarks>
/// Every frame offered is counted once as accepted, lost, refused for want of room, or refused because the
/// link was down. Accepted and lost frames are counted again when they have left (transmitted) or were cut
/// off.
/// </remarks>
public readonly record struct LinkCounters
{
    /// <summary>Frames that were accepted.</summary>
    public long AcceptedFrames { get; init; }

    /// <summary>Bytes of the frames that were accepted.</summary>
    public long AcceptedBytes { get; init; }

    /// <summary>Frames that random loss took.</summary>
    public long LostFrames { get; init; }

    /// <summary>Bytes of the frames that random loss took.</summary>
    public long LostBytes { get; init; }

    /// <summary>Frames that found no room in the queue.</summary>
    public long QueueFullFrames { get; init; }

    /// <summary>Bytes of the frames that found no room in the queue.</summary>
    public long QueueFullBytes { get; init; }

    /// <summary>Frames that were offered while the link was down.</summary>
    public long DownFrames { get; init; }

    /// <summary>Bytes of the frames that were offered while the link was down.</summary>
    public long DownBytes { get; init; }

    /// <summary>Frames that were queued or half sent when the link went down.</summary>
    public long CutOffFrames { get; init; }

    /// <summary>Bytes of the frames that were queued or half sent when the link went down.</summary>
    public long CutOffBytes { get; init; }

    /// <summary>Frames whose last bit has left, the lost ones among them.</summary>
    public long TransmittedFrames { get; init; }

    /// <summary>Bytes of the frames whose last bit has left, the lost ones among them.</summary>
    public long TransmittedBytes { get; init; }

    /// <summary>The most bytes that ever waited at one time.</summary>
    public long PeakQueuedBytes { get; init; }
}
