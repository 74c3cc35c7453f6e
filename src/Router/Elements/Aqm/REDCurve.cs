using Xia.Router.Language.Arguments;

namespace Xia.Router.Elements.Aqm;

/// <summary>How likely RED drops a packet at an average length of the queue.</summary>
/// <remarks>
/// Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance", 1993; what lies beyond the
/// upper threshold is from Floyd, "Recommendation on using the gentle_ variant of RED", 2000.
/// <code>
///  1                                  ,--- gentle: reaches certainty at 2 × maximum
///                                 ,-'
///  maximum probability        ,--'    not gentle: certainty from the maximum on
///                        ,--'
///  0  -----------------'
///      0           minimum    maximum  2 × maximum
/// </code>
/// </remarks>
/// <param name="Minimum">MIN_THRESH, in packets: no packet is dropped up to it.</param>
/// <param name="Maximum">MAX_THRESH, in packets.</param>
/// <param name="MaximumProbability">MAX_P, in parts of <see cref="Certain"/>.</param>
/// <param name="IsGentle">GENTLE.</param>
/// <param name="StabilityShift">STABILITY.</param>
internal readonly record struct REDCurve(
    uint Minimum, uint Maximum, uint MaximumProbability, bool IsGentle, int StabilityShift)
{
    /// <summary>Bits of a probability behind the point, as arguments give it.</summary>
    public const int ProbabilityBits = 16;

    /// <summary>Bits of a probability behind the point, as <see cref="ProbabilityAt"/> gives it.</summary>
    public const int FineBits = 32;

    /// <summary>A probability of 1.</summary>
    public const uint Certain = 1 << ProbabilityBits;

    private const uint MaximumThreshold = 0xFFFF;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Problem =>
        Maximum > MaximumThreshold ? $"MAX_THRESH must be <= {MaximumThreshold}"
        : Minimum > Maximum ? "MIN_THRESH must be <= MAX_THRESH"
        : MaximumProbability > Certain ? "MAX_P must be between 0 and 1"
        : StabilityShift is < 0 or > QueueAverage.MaximumStabilityShift
            ? "STABILITY must be between 0 and 16"
        : null;

    /// <summary>The thresholds and the probability as arguments.</summary>
    public string Thresholds =>
        $"{Minimum}, {Maximum}, {FixedPointText.Show(MaximumProbability, ProbabilityBits)}";

    /// <summary>The keywords behind the queues, as far as they tell something.</summary>
    public string Keywords => $"STABILITY {StabilityShift}{(IsGentle ? "" : ", GENTLE false")}";

    /// <summary>
    /// The probability times 2^<see cref="FineBits"/>, for an average times
    /// 2^<see cref="QueueAverage.FractionBits"/>.
    /// </summary>
    public long ProbabilityAt(long average)
    {
        long minimum = (long)Minimum << QueueAverage.FractionBits;
        long maximum = (long)Maximum << QueueAverage.FractionBits;
        if (average <= minimum)
        {
            return 0;
        }

        long atMaximum = (long)MaximumProbability << (FineBits - ProbabilityBits);
        if (average <= maximum)
        {
            return Part(atMaximum, average - minimum, maximum - minimum);
        }

        long rest = (1L << FineBits) - atMaximum;
        return IsGentle && average < 2 * maximum
            ? atMaximum + Part(rest, average - maximum, maximum)
            : 1L << FineBits;
    }

    private static long Part(long probability, long of, long whole) =>
        (long)((Int128)probability * of / whole);
}
