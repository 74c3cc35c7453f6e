namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls packets at a bandwidth and pushes them on.</summary>
/// <syntax>BandwidthRatedUnqueue(RATE[, keywords BURST_DURATION 20ms, BURST_BYTES, ACTIVE true])</syntax>
/// <remarks>
/// RATE is a bandwidth, such as 10kBps, kept by a token bucket that counts milliseconds. It holds
/// RATE × BURST_DURATION bytes, or BURST_BYTES. A packet goes when the bucket is not in debt and may put it
/// there.
/// </remarks>
/// <handler name="rate" access="rw">RATE.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
/// <handler name="calls" access="r">Turns and what became of them, in words.</handler>
public sealed class BandwidthRatedUnqueue : RatedUnqueueElement
{
    /// <inheritdoc/>
    public override string ClassName => "BandwidthRatedUnqueue";

    /// <inheritdoc/>
    protected override bool IsBandwidth => true;
}
