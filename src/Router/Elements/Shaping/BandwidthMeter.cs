using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends all packets to one output, which the bandwidth of their arrival chooses.</summary>
/// <syntax>BandwidthMeter(RATE, …)</syntax>
/// <remarks>Rates are bandwidths, such as 20kBps; the rest as in Meter.</remarks>
/// <handler name="rate" access="r">The bandwidth in bytes per second.</handler>
/// <handler name="meters" access="r">The rates in bytes per second, a line each.</handler>
public sealed class BandwidthMeter : MeterElement
{
    /// <inheritdoc/>
    public override string ClassName => "BandwidthMeter";

    private protected override ArgumentParser<long> RateParser => ArgumentTypes.Bandwidth;

    private protected override long CostOf(Packet packet) => packet.LengthBytes;
}
