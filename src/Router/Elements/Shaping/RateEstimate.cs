using Xia.Kernel.Time;

namespace Xia.Router.Elements.Shaping;

/// <summary>A rate as an exponential moving average over about a second.</summary>
/// <remarks>
/// Sixteen times a second the average moves by a sixteenth towards what was counted; it has ten binary digits
/// behind the point.
/// </remarks>
internal struct RateEstimate
{
    private const int TicksPerSecond = 16;
    private const int Shift = 4;
    private const int FractionBits = 10;
    private const long TicksUntilNothing = 512;
    private const long NanosecondsPerTick = 1_000_000_000 / TicksPerSecond;

    private long _tick;
    private long _count;
    private long _average;

    /// <summary>Adds to what was counted, and gives the rate per second.</summary>
    public long Add(Instant now, long count)
    {
        Advance(now.Nanoseconds / NanosecondsPerTick);
        _count += count;
        return (_average * TicksPerSecond) >> FractionBits;
    }

    private void Advance(long tick)
    {
        if (tick - _tick > TicksUntilNothing)
        {
            _count = _average = 0;
            _tick = tick;
        }

        for (; _tick < tick; _tick++)
        {
            _average += ((_count << FractionBits) - _average) >> Shift;
            _count = 0;
        }
    }
}
