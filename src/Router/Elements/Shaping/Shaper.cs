using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Lets packets be pulled through evenly, no more than some per second.</summary>
/// <syntax>Shaper(RATE)</syntax>
/// <remarks>
/// RATE in packets per second; 0 lets none through. Output 1, when it is in use, gives packets that may not
/// pass at output 0 at that time.
/// </remarks>
/// <handler name="rate" access="rw">RATE; the next packet may pass at once.</handler>
/// <handler name="reset" access="w">Lets the next packet pass at once.</handler>
public sealed class Shaper : ShaperElement
{
    /// <inheritdoc/>
    public override string ClassName => "Shaper";

    private protected override ArgumentParser<long> RateParser => ArgumentTypes.Int64(0, uint.MaxValue);

    private protected override string ShowRate(long rate) => $"{rate}";

    private protected override long CostOf(Packet packet) => 1;
}
