namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls packets at a rate and pushes them on.</summary>
/// <syntax>RatedUnqueue(RATE[, keywords BURST_DURATION 20ms, BURST_SIZE, ACTIVE true])</syntax>
/// <remarks>
/// RATE in packets per second, kept by a token bucket that counts milliseconds. It holds RATE ×
/// BURST_DURATION packets, at least one, or BURST_SIZE packets; so many may leave at once after a pause.
/// </remarks>
/// <handler name="rate" access="rw">RATE.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
/// <handler name="calls" access="r">Turns and what became of them, in words.</handler>
public sealed class RatedUnqueue : RatedUnqueueElement
{
    /// <inheritdoc/>
    public override string ClassName => "RatedUnqueue";

    /// <inheritdoc/>
    protected override bool IsBandwidth => false;
}
