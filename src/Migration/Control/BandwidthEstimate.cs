using Xia.Kernel.Time;

namespace Xia.Migration.Control;

/// <summary>
/// What the way to the peer carried lately: acknowledged bytes over windows of at least 100 ms, as QEMU's.
/// </summary>
internal sealed class BandwidthEstimate
{
    private static readonly Duration Window = Duration.FromMilliseconds(100);

    private Instant _windowStart;
    private long _bytesAtWindowStart;
    private bool _hasWindow;

    /// <summary>
    /// In bytes per second; 0 while unknown. Until the first window is full, the average since the start.
    /// </summary>
    public long BytesPerSecond { get; private set; }

    /// <summary>Starts measuring.</summary>
    public void Start(long acknowledgedBytes, Instant now)
    {
        _windowStart = now;
        _bytesAtWindowStart = acknowledgedBytes;
    }

    /// <summary>So many bytes have been acknowledged by now.</summary>
    public void OnProgress(long acknowledgedBytes, Instant now)
    {
        Duration length = now - _windowStart;
        bool isFull = length >= Window;
        if (length <= Duration.Zero || (_hasWindow && !isFull))
        {
            return;
        }

        Int128 bytes = acknowledgedBytes - _bytesAtWindowStart;
        BytesPerSecond = (long)Int128.Min(bytes * 1_000_000_000 / length.Nanoseconds, long.MaxValue);
        if (isFull)
        {
            _hasWindow = true;
            Start(acknowledgedBytes, now);
        }
    }
}
