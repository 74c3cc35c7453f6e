using Xia.Kernel.Time;
using Xia.Router.Language.Arguments;

namespace Xia.Router.Elements.Analysis.Rates;

/// <summary>A rate as an exponential moving average.</summary>
/// <remarks>
/// 125 times a second the average moves by 1/32 towards what was counted since; it has ten binary digits
/// behind the point.
/// </remarks>
internal struct RateAverage
{
    /// <summary>Ticks of the average in a second.</summary>
    public const int TicksPerSecond = 125;

    private const int Shift = 5;
    private const int Half = 1 << (Shift - 1);
    private const int FractionBits = 10;

    // After so many ticks nothing is left of any average.
    private const long TicksUntilNothing = 2048;
    private const long NanosecondsPerTick = 1_000_000_000 / TicksPerSecond;

    private long _tick;
    private long _count;
    private long _average;

    /// <summary>The rate per second as a whole number.</summary>
    public readonly int PerSecond => (int)Math.Min((_average * TicksPerSecond) >> FractionBits, int.MaxValue);

    /// <summary>The tick of a point in time.</summary>
    public static long TickOf(Instant time) => time.Nanoseconds / NanosecondsPerTick;

    /// <summary>Lets time pass, and counts.</summary>
    public void Add(long tick, long count)
    {
        if (tick - _tick > TicksUntilNothing)
        {
            _count = _average = 0;
            _tick = tick;
        }

        for (; _tick < tick; _tick++)
        {
            // Rounding would leave the last half step for ever.
            bool isOver = _count == 0 && _average <= Half;
            _average = isOver ? 0 : _average + (((_count << FractionBits) - _average + Half) >> Shift);
            _count = 0;
        }

        _count += count;
    }

    /// <summary>As handlers show it.</summary>
    public override readonly string ToString() =>
        FixedPointText.Show(_average * TicksPerSecond, FractionBits);
}
