namespace Xia.Router.Elements.Shaping;

/// <summary>Sends packets up to a rate to output 0, and the rest to output 1.</summary>
/// <syntax>RatedSplitter(RATE[, keywords BURST_DURATION 20ms, BURST_SIZE])</syntax>
/// <remarks>
/// RATE in packets per second, kept by a token bucket as in RatedUnqueue; unlike Meter, RATE packets per
/// second leave at output 0 even when more arrive. Without output 1 the rest is dropped.
/// </remarks>
/// <handler name="rate" access="rw">RATE.</handler>
public sealed class RatedSplitter : RatedSplitterElement
{
    /// <inheritdoc/>
    public override string ClassName => "RatedSplitter";

    /// <inheritdoc/>
    protected override bool IsBandwidth => false;
}
