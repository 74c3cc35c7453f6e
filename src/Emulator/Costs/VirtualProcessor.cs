using Xia.Kernel.Time;
using Xia.Kernel.Work;

namespace Xia.Emulator.Costs;

/// <summary>
/// The cores of an emulated host: each piece of work occupies the first free core for its price.
/// </summary>
public sealed class VirtualProcessor : IProcessor
{
    private readonly CostTable _costs;
    private readonly Instant[] _freeAt;
    private readonly long[] _busyPicoseconds = new long[Enum.GetValues<WorkKind>().Length];

    /// <summary>A host's cores.</summary>
    /// <param name="cores">How many; at least 1.</param>
    /// <param name="costs">What work costs.</param>
    public VirtualProcessor(int cores, CostTable costs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        ArgumentNullException.ThrowIfNull(costs);
        _costs = costs;
        _freeAt = new Instant[cores];
    }

    /// <summary>How long cores have been, or will be, busy with one kind of work.</summary>
    public Duration Busy(WorkKind kind) => new(_busyPicoseconds[(int)kind] / 1_000);

    /// <summary>How long cores have been, or will be, busy altogether.</summary>
    public Duration BusyTotal => new(_busyPicoseconds.Sum() / 1_000);

    /// <inheritdoc/>
    public Instant Charge(WorkKind kind, long units, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        long picoseconds = checked(_costs.PicosecondsPerUnit(kind) * units);
        if (picoseconds == 0)
        {
            return now;
        }

        int core = 0;
        for (int other = 1; other < _freeAt.Length; other++)
        {
            if (_freeAt[other] < _freeAt[core])
            {
                core = other;
            }
        }

        _busyPicoseconds[(int)kind] += picoseconds;
        Instant done = Instant.Max(_freeAt[core], now) + new Duration((picoseconds + 999) / 1_000);
        _freeAt[core] = done;
        return done;
    }
}
