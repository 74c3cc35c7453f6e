namespace Xia.Kernel.Randomness;

/// <summary>The draws of the C library's <c>random</c> for a seed, as programs on Linux know them.</summary>
/// <remarks>
/// An additive feedback generator: each word is the sum of those 3 and 31 before it, modulo 2³², without its
/// lowest bit (Knuth, TAOCP 2, 3.2.2). Its first 31 words come from the multiplicative generator of Park and
/// Miller ("Random number generators: good ones are hard to find", CACM 31(10), 1988); the first 310 sums are
/// passed over. For graphs that ask for exactly these draws; everybody else takes a
/// <see cref="RandomStream"/>.
/// </remarks>
public sealed class AdditiveRandom
{
    private const int LongLag = 31;
    private const int ShortLag = 3;
    private const int SkippedCount = 310;
    private const int Multiplier = 16807;
    private const int Modulus = int.MaxValue;

    private readonly uint[] _words = new uint[LongLag];
    private int _oldest;

    /// <summary>The generator of a seed; 0 counts as 1.</summary>
    public AdditiveRandom(uint seed)
    {
        int word = (int)(seed == 0 ? 1 : seed);
        for (int index = 0; index < LongLag; index++)
        {
            _words[index] = (uint)word;
            long next = (long)Multiplier * word % Modulus;
            word = (int)(next < 0 ? next + Modulus : next);
        }

        // The first three words stand for the three before the first sum as well.
        _oldest = ShortLag;
        for (int skipped = 0; skipped < SkippedCount; skipped++)
        {
            NextUInt31();
        }
    }

    /// <summary>31 uniform bits.</summary>
    public uint NextUInt31()
    {
        uint sum = _words[_oldest] + _words[(_oldest + LongLag - ShortLag) % LongLag];
        _words[_oldest] = sum;
        _oldest = (_oldest + 1) % LongLag;
        return sum >> 1;
    }
}
