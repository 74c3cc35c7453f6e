using Xia.Workload.Content;

namespace Xia.Workload.Guests;

/// <summary>Draws how many events of a Poisson process fall into one tick.</summary>
/// <remarks>
/// Knuth's product of uniforms (TAOCP volume 2, 3.4.1), in pieces of a mean of at most 16, since a sum of
/// Poisson counts is a Poisson count. The cost is that of the events themselves.
/// </remarks>
internal readonly struct PoissonCount
{
    private const double LargestMean = 16;

    private readonly int _pieces;
    private readonly double _limit;

    public PoissonCount(double mean)
    {
        _pieces = mean <= 0 ? 0 : (int)Math.Ceiling(mean / LargestMean);
        _limit = _pieces == 0 ? 1 : Math.Exp(-mean / _pieces);
    }

    public int Next(ref Draws draws)
    {
        int count = 0;
        for (int piece = 0; piece < _pieces; piece++)
        {
            for (double product = draws.NextFraction(); product > _limit; product *= draws.NextFraction())
            {
                count++;
            }
        }

        return count;
    }
}
