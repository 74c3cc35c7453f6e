using Xia.Emulator.Links;
using Xia.Kernel.Time;

namespace Xia.Laboratory.Measurement;

/// <summary>Remembers when service traffic reached a guest at the place where it went on.</summary>
internal sealed class ArrivalLog(Func<ReadOnlySpan<byte>, FrameClass> classify) : ILinkTap
{
    /// <summary>How many arrivals are remembered.</summary>
    public const int MaximumArrivals = 65_536;

    private readonly List<Instant> _arrivals = [];

    /// <summary>The first arrival at or after an instant, or null.</summary>
    public Instant? FirstSince(Instant moment)
    {
        int index = _arrivals.BinarySearch(moment);
        index = index < 0 ? ~index : index;
        return index < _arrivals.Count ? _arrivals[index] : null;
    }

    /// <inheritdoc/>
    public void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now)
    {
        if (fromFirst && _arrivals.Count < MaximumArrivals && classify(frame) == FrameClass.Other)
        {
            _arrivals.Add(now);
        }
    }
}
