using Xia.Kernel.Time;

namespace Xia.Kernel.Work;

/// <summary>A processor on which all work is free; results made with it are labelled "ideal".</summary>
public sealed class IdealProcessor : IProcessor
{
    /// <inheritdoc/>
    public Instant Charge(WorkKind kind, long units, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        return now;
    }
}
