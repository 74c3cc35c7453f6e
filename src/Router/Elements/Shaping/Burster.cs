namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls some packets once in an interval and pushes them on, eight unless told otherwise.</summary>
/// <syntax>Burster(INTERVAL[, BURST 8])</syntax>
/// <remarks>As TimedUnqueue with another default.</remarks>
public sealed class Burster : IntervalUnqueue
{
    /// <inheritdoc/>
    public override string ClassName => "Burster";

    /// <inheritdoc/>
    protected override int DefaultBurst => 8;
}
