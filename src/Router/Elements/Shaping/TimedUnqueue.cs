namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls some packets once in an interval and pushes them on.</summary>
/// <syntax>TimedUnqueue(INTERVAL[, BURST 1])</syntax>
/// <remarks>
/// At most BURST packets per INTERVAL (seconds, or with a unit), from the start on. A packet that comes after
/// more than an INTERVAL without any leaves at once.
/// </remarks>
public sealed class TimedUnqueue : IntervalUnqueue
{
    /// <inheritdoc/>
    public override string ClassName => "TimedUnqueue";

    /// <inheritdoc/>
    protected override int DefaultBurst => 1;
}
