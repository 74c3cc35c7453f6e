using Xia.Kernel.Randomness;

namespace Xia.Router.Elements.Xia;

/// <summary>Draws ranks by Zipf's law: rank k, from 0, with a weight of 1 / (k + 1)^exponent.</summary>
internal static class ZipfDraws
{
    /// <summary>A sequence of ranks below a bound.</summary>
    public static uint[] Make(RandomStream random, int bound, double exponent, int count)
    {
        double[] sums = new double[bound];
        double sum = 0;
        for (int rank = 0; rank < bound; rank++)
        {
            sum += Math.Pow(rank + 1, -exponent);
            sums[rank] = sum;
        }

        uint[] draws = new uint[count];
        foreach (ref uint draw in draws.AsSpan())
        {
            int found = Array.BinarySearch(sums, random.NextDouble() * sum);
            draw = (uint)Math.Min(found < 0 ? ~found : found + 1, bound - 1);
        }

        return draws;
    }
}
