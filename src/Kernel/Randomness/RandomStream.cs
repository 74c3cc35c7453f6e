using System.Buffers.Binary;
using System.Numerics;

namespace Xia.Kernel.Randomness;

/// <summary>A repeatable stream of draws for one consumer.</summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
/// 2021). Bounded integers use Lemire's multiply-and-reject ("Fast random integer generation in an interval",
/// ACM TOMACS 29(1), 2019), so they are exact. Not for secrets of a real deployment: keys drawn from it are
/// as secret as the seed.
/// </remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A stream that starts in a given state.</summary>
    /// <param name="state">32 bytes, not all zero; four little-endian words.</param>
    public RandomStream(ReadOnlySpan<byte> state)
    {
        if (state.Length != 32 || !state.ContainsAnyExcept((byte)0))
        {
            throw new ArgumentException("The state is 32 bytes, not all of them zero.", nameof(state));
        }

        _s0 = BinaryPrimitives.ReadUInt64LittleEndian(state);
        _s1 = BinaryPrimitives.ReadUInt64LittleEndian(state[8..]);
        _s2 = BinaryPrimitives.ReadUInt64LittleEndian(state[16..]);
        _s3 = BinaryPrimitives.ReadUInt64LittleEndian(state[24..]);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform integer in [0, <paramref name="exclusiveBound"/>).</summary>
    public ulong NextUInt64(ulong exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(exclusiveBound);
        ulong high = Math.BigMul(NextUInt64(), exclusiveBound, out ulong low);
        if (low < exclusiveBound)
        {
            ulong threshold = unchecked(0 - exclusiveBound) % exclusiveBound;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), exclusiveBound, out low);
            }
        }

        return high;
    }

    /// <summary>A uniform integer in [0, <paramref name="exclusiveBound"/>).</summary>
    public int NextInt32(int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveBound);
        return (int)NextUInt64((ulong)exclusiveBound);
    }

    /// <summary>
    /// A uniform integer in [<paramref name="inclusiveStart"/>, <paramref name="exclusiveEnd"/>).
    /// </summary>
    public long NextInt64(long inclusiveStart, long exclusiveEnd)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(inclusiveStart, exclusiveEnd);
        return inclusiveStart + (long)NextUInt64((ulong)(exclusiveEnd - inclusiveStart));
    }

    /// <summary>True with probability <paramref name="partsPerBillion"/> / 10⁹.</summary>
    public bool NextChance(long partsPerBillion) =>
        partsPerBillion > 0 && (long)NextUInt64(1_000_000_000) < partsPerBillion;

    /// <summary>A uniform double in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fills a span with uniform bytes.</summary>
    public void NextBytes(Span<byte> destination)
    {
        while (destination.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, NextUInt64());
            destination = destination[sizeof(ulong)..];
        }

        if (!destination.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextUInt64());
            last[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>Puts the items into a uniformly drawn order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
