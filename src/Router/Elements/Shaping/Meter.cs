using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends all packets to one output, which the rate of their arrival chooses.</summary>
/// <syntax>Meter(RATE, …)</syntax>
/// <remarks>
/// Rates in packets per second, each higher than the one before, and one more output than rates. Below the
/// first rate packets leave at output 0, from the first on at output 1, and so on. The rate is a moving
/// average over about a second. RatedSplitter splits the stream instead.
/// </remarks>
/// <handler name="rate" access="r">The rate.</handler>
/// <handler name="meters" access="r">The rates, a line each.</handler>
public sealed class Meter : MeterElement
{
    /// <inheritdoc/>
    public override string ClassName => "Meter";

    private protected override ArgumentParser<long> RateParser => ArgumentTypes.Int64(0, uint.MaxValue);

    private protected override long CostOf(Packet packet) => 1;
}
