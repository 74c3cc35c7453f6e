namespace Xia.Router.Elements.Shaping;

/// <summary>Sends packets up to a bandwidth to output 0, and the rest to output 1.</summary>
/// <syntax>BandwidthRatedSplitter(RATE[, keywords BURST_DURATION 20ms, BURST_BYTES])</syntax>
/// <remarks>
/// RATE is a bandwidth, such as 384kbps, kept by a token bucket as in BandwidthRatedUnqueue. Without output 1
/// the rest is dropped.
/// </remarks>
/// <handler name="rate" access="rw">RATE.</handler>
public sealed class BandwidthRatedSplitter : RatedSplitterElement
{
    /// <inheritdoc/>
    public override string ClassName => "BandwidthRatedSplitter";

    /// <inheritdoc/>
    protected override bool IsBandwidth => true;
}
