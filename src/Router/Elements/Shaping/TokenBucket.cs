using Xia.Kernel.Time;

namespace Xia.Router.Elements.Shaping;

/// <summary>Tokens that come at a rate, up to a capacity.</summary>
/// <remarks>
/// Time counts in whole milliseconds. The level is a share of the capacity, 2³² - 1 when full; a token and
/// what comes in a millisecond are whole numbers of these shares, rounded down, so that a bucket never gives
/// more than it should. A bucket of one token at 100 per second is full again after 11 ms: as in Click, whose
/// users know it.
/// </remarks>
internal struct TokenBucket
{
    private const ulong Full = uint.MaxValue;
    private const ulong TicksPerSecond = 1000;
    private const long NanosecondsPerTick = 1_000_000;

    private readonly ulong _sharesPerToken;
    private readonly ulong _sharesPerTick;
    private ulong _level;
    private long _tick;

    /// <summary>A full bucket.</summary>
    /// <param name="tokensPerSecond">How many come in a second; 0: none ever does, nor is there any.</param>
    /// <param name="capacity">How many it holds; at least 1.</param>
    public TokenBucket(ulong tokensPerSecond, ulong capacity)
    {
        _sharesPerToken = Math.Max(Full / Math.Max(capacity, 1), 1);
        ulong perTick = (ulong)((UInt128)_sharesPerToken * tokensPerSecond / TicksPerSecond);
        _sharesPerTick = tokensPerSecond == 0 ? 0 : Math.Max(perTick, 1);
        _level = tokensPerSecond == 0 ? 0 : Full;
    }

    /// <summary>Adds what came since the last call.</summary>
    public void Refill(Instant now)
    {
        long tick = now.Nanoseconds / NanosecondsPerTick;
        if (tick > _tick)
        {
            UInt128 level = _level + ((UInt128)(ulong)(tick - _tick) * _sharesPerTick);
            _level = level > Full ? Full : (ulong)level;
            _tick = tick;
        }
    }

    /// <summary>Whether there are so many.</summary>
    public readonly bool Contains(ulong tokens) => (UInt128)tokens * _sharesPerToken <= _level;

    /// <summary>Takes so many, or all when there are less.</summary>
    public void Remove(ulong tokens)
    {
        UInt128 shares = (UInt128)tokens * _sharesPerToken;
        _level = shares > _level ? 0 : _level - (ulong)shares;
    }

    /// <summary>How long until there are so many; null when never.</summary>
    public readonly Duration? TimeUntil(ulong tokens)
    {
        UInt128 shares = (UInt128)tokens * _sharesPerToken;
        if (shares <= _level)
        {
            return Duration.Zero;
        }

        if (shares > Full || _sharesPerTick == 0)
        {
            return null;
        }

        ulong missing = (ulong)shares - _level;
        return Duration.FromNanoseconds(
            (long)((missing + _sharesPerTick - 1) / _sharesPerTick) * NanosecondsPerTick);
    }
}
