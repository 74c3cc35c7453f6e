using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>A frame that a <see cref="CaptureReader"/> is at.</summary>
/// <param name="time">Its time stamp.</param>
/// <param name="link">What it begins with.</param>
/// <param name="bytes">What was kept of it; valid until the reader goes on.</param>
/// <param name="originalLengthBytes">How long it was; at least as long as what was kept.</param>
internal readonly ref struct CapturedPacket(
    Instant time, LinkType link, ReadOnlySpan<byte> bytes, long originalLengthBytes)
{
    /// <summary>Its time stamp.</summary>
    public Instant Time { get; } = time;

    /// <summary>What it begins with.</summary>
    public LinkType Link { get; } = link;

    /// <summary>What was kept of it.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>How long it was.</summary>
    public long OriginalLengthBytes { get; } = originalLengthBytes;
}
