using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Language.Arguments;

namespace Xia.Router.Elements.Aqm;

/// <summary>The exponentially weighted moving average of a queue's length.</summary>
/// <remarks>
/// Each packet that comes is an observation with a weight of 1 / 2^<see cref="StabilityShift"/>. While the
/// queue stands empty nothing comes, so the first packet afterwards counts for more (Floyd and Jacobson,
/// "Random Early Detection Gateways for Congestion Avoidance", 1993, section 4): as one observation of an
/// empty queue per <see cref="IdleStep"/>.
/// </remarks>
internal sealed class QueueAverage
{
    /// <summary>Bits of <see cref="Scaled"/> behind the point.</summary>
    public const int FractionBits = 10;

    /// <summary>The largest <see cref="StabilityShift"/>.</summary>
    public const int MaximumStabilityShift = 16;

    private const int FactorBits = 32;

    private static readonly Duration IdleStep = Duration.FromMilliseconds(20);

    private Instant? _emptySince;

    /// <summary>How slowly it follows; with 0 it is the length itself.</summary>
    public int StabilityShift { get; set; } = 4;

    /// <summary>The average times 2^<see cref="FractionBits"/>.</summary>
    public long Scaled { get; private set; }

    /// <summary>Notes the length that a packet finds.</summary>
    public void Observe(int length, Instant now)
    {
        if (length > 0)
        {
            _emptySince = null;
            Follow(length);
            return;
        }

        long steps = _emptySince is { } since
            ? ((now - since) + (IdleStep / 2)).Nanoseconds / IdleStep.Nanoseconds
            : 1;
        _emptySince = now;
        if (steps <= 1)
        {
            Follow(0);
        }
        else
        {
            Sink(steps);
        }
    }

    /// <summary>Takes over another one's value.</summary>
    public void Take(QueueAverage other)
    {
        Scaled = other.Scaled;
        _emptySince = other._emptySince;
    }

    /// <summary>Writes it as two values.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.Write(Scaled);
        writer.Write(_emptySince?.Nanoseconds ?? -1);
    }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    public void Import(ref MessagePackReader reader)
    {
        Scaled = Math.Clamp(reader.ReadInt64(), 0, (long)int.MaxValue << FractionBits);
        long since = reader.ReadInt64();
        _emptySince = since < 0 ? null : new Instant(since);
    }

    /// <summary>As handlers show it.</summary>
    public override string ToString() => FixedPointText.Show(Scaled, FractionBits);

    private void Follow(int length)
    {
        long half = (1L << StabilityShift) >> 1;
        Scaled += (((long)length << FractionBits) - Scaled + half) >> StabilityShift;
    }

    // (1 - 2^-shift)^steps by squaring.
    private void Sink(long steps)
    {
        ulong power = (1UL << FactorBits) - ((1UL << FactorBits) >> StabilityShift);
        ulong factor = 1UL << FactorBits;
        for (long left = steps; left > 0 && factor > 0; left >>= 1)
        {
            if ((left & 1) != 0)
            {
                factor = Scale(factor, power);
            }

            power = Scale(power, power);
        }

        Scaled = (long)(((UInt128)(ulong)Scaled * factor) >> FactorBits);
    }

    private static ulong Scale(ulong one, ulong other) => (ulong)(((UInt128)one * other) >> FactorBits);
}
