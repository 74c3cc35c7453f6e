using Xia.Kernel.Time;

namespace Xia.Overlay.Rebinding;

/// <summary>
/// Smoothed round trip and its variation (RFC 6298 section 2), without that document's floor of 1 s.
/// </summary>
/// <remarks>
/// A lost rebinding must cost little more than a round trip, so the floor is the caller's own.
/// </remarks>
internal struct RoundTripEstimator
{
    private long _smoothedNanoseconds;
    private long _variationNanoseconds;

    /// <summary>Whether there was any sample.</summary>
    public readonly bool HasSample => _smoothedNanoseconds > 0;

    /// <summary>SRTT + 4·RTTVAR; meaningless before the first sample.</summary>
    public readonly Duration Timeout => new(_smoothedNanoseconds + (4 * _variationNanoseconds));

    /// <summary>The smoothed round trip.</summary>
    public readonly Duration Smoothed => new(_smoothedNanoseconds);

    /// <summary>RTTVAR, for saved state.</summary>
    public readonly Duration Variation => new(_variationNanoseconds);

    /// <summary>An estimator in a saved state.</summary>
    public static RoundTripEstimator Restore(Duration smoothed, Duration variation) => new()
    {
        _smoothedNanoseconds = Math.Max(0, smoothed.Nanoseconds),
        _variationNanoseconds = Math.Max(0, variation.Nanoseconds),
    };

    /// <summary>Takes one measured round trip.</summary>
    public void Add(Duration sample)
    {
        long nanoseconds = Math.Max(1, sample.Nanoseconds);
        if (_smoothedNanoseconds == 0)
        {
            _smoothedNanoseconds = nanoseconds;
            _variationNanoseconds = nanoseconds / 2;
            return;
        }

        long error = Math.Abs(_smoothedNanoseconds - nanoseconds);
        _variationNanoseconds += (error - _variationNanoseconds) / 4;
        _smoothedNanoseconds = Math.Max(1, _smoothedNanoseconds + ((nanoseconds - _smoothedNanoseconds) / 8));
    }
}
