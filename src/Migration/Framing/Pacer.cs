using Xia.Kernel.Time;

namespace Xia.Migration.Framing;

/// <summary>Spreads bytes evenly in time, so that no more than a given rate goes out.</summary>
/// <remarks>
/// The moment of the next byte is computed from all bytes since the pacing began, not from the last slice, so
/// no rounding adds up. Time in which nothing could be written is not made up for.
/// </remarks>
internal sealed class Pacer
{
    private const int SmallestSliceBytes = 1448;
    private const int LargestSliceBytes = 64 * 1024;
    private const int SlicesPerSecond = 4000;

    private readonly long _bytesPerSecond;
    private Instant _start;
    private long _bytesSinceStart;

    /// <summary>A pacer for a rate in bytes per second.</summary>
    public Pacer(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytesPerSecond, long.MaxValue / 8);
        _bytesPerSecond = bytesPerSecond;
        SliceBytes = (int)Math.Clamp(bytesPerSecond / SlicesPerSecond, SmallestSliceBytes, LargestSliceBytes);
    }

    /// <summary>How many bytes go out at once at most.</summary>
    public int SliceBytes { get; }

    /// <summary>When the next slice may go out.</summary>
    public Instant NextAt => _start + Duration.OfTransmission(_bytesSinceStart, _bytesPerSecond * 8);

    /// <summary>Bytes went out at an instant not before <see cref="NextAt"/>.</summary>
    public void OnWritten(int lengthBytes, Instant now)
    {
        if (now > NextAt)
        {
            _start = now;
            _bytesSinceStart = 0;
        }

        _bytesSinceStart += lengthBytes;
    }
}
