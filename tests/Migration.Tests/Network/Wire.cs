using Xia.Kernel.Time;

namespace Xia.Migration.Tests.Network;

/// <summary>Two byte streams back to back, with a rate, a delay, a window and one fault.</summary>
internal sealed class Wire
{
    public Wire(Schedule schedule, long rateBitsPerSecond, Duration delay, int windowBytes = 256 * 1024)
    {
        Schedule = schedule;
        RateBitsPerSecond = rateBitsPerSecond;
        Delay = delay;
        WindowBytes = windowBytes;
        Left = new WireEnd(this, 0);
        Right = new WireEnd(this, 1);
        Left.Other = Right;
        Right.Other = Left;
    }

    public Schedule Schedule { get; }

    public long RateBitsPerSecond { get; }

    public Duration Delay { get; }

    public int WindowBytes { get; }

    public WireEnd Left { get; }

    public WireEnd Right { get; }

    /// <summary>The fault strikes what <see cref="FaultySender"/> sends, behind so many bytes of it.</summary>
    public WireFault Fault { get; set; }

    public int FaultySender { get; set; }

    public long FaultAfterBytes { get; set; }

    public bool IsCut { get; set; }
}
