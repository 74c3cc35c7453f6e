using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios;

/// <summary>When an event happens.</summary>
public abstract record ScenarioTrigger
{
    private ScenarioTrigger()
    {
    }

    /// <summary>At an instant of the run.</summary>
    /// <param name="Time">The instant.</param>
    public sealed record At(Instant Time) : ScenarioTrigger;

    /// <summary>When a machine's move reaches a moment, each time it does.</summary>
    /// <param name="Machine">The machine.</param>
    /// <param name="Moment">The moment of its move.</param>
    /// <param name="Delay">How long after that.</param>
    public sealed record On(string Machine, MoveMoment Moment, Duration Delay) : ScenarioTrigger;
}
