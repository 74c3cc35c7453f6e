using Xia.Kernel.Time;

namespace Xia.Kernel.Links;

/// <summary>How one direction of a link behaves.</summary>
public sealed record LinkOptions
{
    /// <summary>The <see cref="RateBitsPerSecond"/> of a link on which transmission takes no time.</summary>
    public const long UnlimitedRate = 0;

    /// <summary>The <see cref="LossPartsPerBillion"/> at which every frame is lost.</summary>
    public const long CertainLoss = 1_000_000_000;

    /// <summary>
    /// Bits that leave per second; <see cref="UnlimitedRate"/> for no limit, which is the default.
    /// </summary>
    public long RateBitsPerSecond { get; init; } = UnlimitedRate;

    /// <summary>From the last bit sent to the last bit received; default none.</summary>
    public Duration Delay { get; init; }

    /// <summary>
    /// The most that is added to <see cref="Delay"/>, drawn uniformly per frame; default none.
    /// </summary>
    public Duration Jitter { get; init; }

    /// <summary>How many of 10⁹ frames are lost, each independently; default 0.</summary>
    public long LossPartsPerBillion { get; init; }

    /// <summary>
    /// The most bytes of frames that wait while another is transmitted; default 256 KiB. A frame that finds
    /// the link idle does not wait, so that a link without any queue still carries frames.
    /// </summary>
    public long QueueBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Bytes that a frame takes on the wire beyond its own, such as 24 for preamble, frame check sequence and
    /// gap of Ethernet; they take time but no room in the queue. Default 0.
    /// </summary>
    public int OverheadBytes { get; init; }

    /// <summary>Refuses values that mean nothing.</summary>
    /// <exception cref="ArgumentException">
    /// A value is negative, or a loss above <see cref="CertainLoss"/>.
    /// </exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(RateBitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(Delay.Nanoseconds, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter.Nanoseconds, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfNegative(LossPartsPerBillion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LossPartsPerBillion, CertainLoss);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(OverheadBytes);
    }
}
