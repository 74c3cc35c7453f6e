using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Shaping;

/// <summary>Rate and capacity of an element with a <see cref="TokenBucket"/>.</summary>
/// <param name="Rate">Tokens per second: packets or bytes.</param>
/// <param name="Capacity">Tokens; null when it follows the rate.</param>
/// <param name="BurstDuration">The capacity in seconds at the rate, while that is not given in
/// tokens.</param>
internal readonly record struct TokenArguments(long Rate, long? Capacity, Duration BurstDuration)
{
    // So many bytes must be there before a packet goes, and all of the packet's are taken afterwards; so a
    // packet longer than the capacity passes too, and who comes later pays.
    private const ulong ByteReserve = 131_072;
    private const long MaximumCapacity = uint.MaxValue - (long)ByteReserve;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly Duration DefaultBurst = Duration.FromMilliseconds(20);

    /// <summary>Whether tokens are bytes.</summary>
    public bool IsBandwidth { get; init; }

    /// <summary>How many tokens must be there for a packet to go.</summary>
    public ulong Needed => IsBandwidth ? ByteReserve : 1;

    /// <summary>Reads RATE, BURST_DURATION and BURST_SIZE or BURST_BYTES.</summary>
    public static TokenArguments Read(ArgumentReader arguments, bool isBandwidth)
    {
        long rate = isBandwidth
            ? arguments.Mandatory("RATE", ArgumentTypes.Bandwidth)
            : arguments.Mandatory("RATE", ArgumentTypes.Int64(0, uint.MaxValue));
        string keyword = isBandwidth ? "BURST_BYTES" : "BURST_SIZE";
        bool hasDuration = arguments.HasKeyword("BURST_DURATION");
        bool hasSize = arguments.HasKeyword(keyword);
        Duration duration = arguments.Keyword("BURST_DURATION", ArgumentTypes.Duration, DefaultBurst);
        long size = arguments.Keyword(keyword, ArgumentTypes.Int64(1, MaximumCapacity), 1);
        if (hasDuration && hasSize)
        {
            arguments.Error($"cannot specify both BURST_DURATION and {keyword}");
        }

        return new TokenArguments(rate, hasSize ? size : null, duration) { IsBandwidth = isBandwidth };
    }

    /// <summary>A full bucket.</summary>
    public TokenBucket NewBucket()
    {
        Int128 capacity = Capacity ?? (Int128)Rate * BurstDuration.Nanoseconds / NanosecondsPerSecond;
        capacity = Int128.Clamp(capacity, 1, MaximumCapacity) + (IsBandwidth ? (long)ByteReserve : 0);
        return new TokenBucket((ulong)Rate, (ulong)capacity);
    }

    /// <summary>What a packet costs.</summary>
    public ulong CostOf(int lengthBytes) => IsBandwidth ? (ulong)lengthBytes : 1;

    /// <summary>The rate as handlers show it.</summary>
    public string ShowRate() => IsBandwidth ? BandwidthText.Show(Rate) : $"{Rate}";

    /// <summary>The rate as handlers take it.</summary>
    public static ArgumentParser<long> RateParser(bool isBandwidth) =>
        isBandwidth ? ArgumentTypes.Bandwidth : ArgumentTypes.Int64(0, uint.MaxValue);
}
