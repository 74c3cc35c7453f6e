using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Lets packets be pulled through evenly, no more than a bandwidth.</summary>
/// <syntax>BandwidthShaper(RATE)</syntax>
/// <remarks>
/// RATE is a bandwidth, such as 384kbps; 0 lets nothing through. Output 1, when it is in use, gives packets
/// that may not pass at output 0 at that time.
/// </remarks>
/// <handler name="rate" access="rw">RATE; the next packet may pass at once.</handler>
/// <handler name="reset" access="w">Lets the next packet pass at once.</handler>
public sealed class BandwidthShaper : ShaperElement
{
    /// <inheritdoc/>
    public override string ClassName => "BandwidthShaper";

    private protected override ArgumentParser<long> RateParser => ArgumentTypes.Bandwidth;

    private protected override string ShowRate(long rate) => BandwidthText.Show(rate);

    private protected override long CostOf(Packet packet) => packet.LengthBytes;
}
