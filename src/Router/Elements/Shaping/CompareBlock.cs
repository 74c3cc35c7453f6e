using System.Buffers.Binary;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Sends packets of flows that are busier one way than the other to output 1.</summary>
/// <syntax>CompareBlock(FWD_WEIGHT, REV_WEIGHT, THRESH)</syntax>
/// <remarks>
/// The rates are the annotations that IPRateMonitor leaves (numbers of four bytes at offsets 20 and 24). A
/// packet goes to output 1 if one of them is above THRESH and FWD_WEIGHT times the forward rate is above
/// REV_WEIGHT times the reverse rate, else to output 0.
/// </remarks>
/// <handler name="fwd_weight" access="rw">FWD_WEIGHT.</handler>
/// <handler name="rev_weight" access="rw">REV_WEIGHT.</handler>
/// <handler name="thresh" access="rw">THRESH.</handler>
public sealed class CompareBlock : SwitchElement
{
    private const int ForwardOffset = 20;
    private const int ReverseOffset = 24;

    private int _forwardWeight;
    private int _reverseWeight;
    private int _threshold;

    /// <inheritdoc/>
    public override string ClassName => "CompareBlock";

    /// <inheritdoc/>
    public override string PortCounts => "1/2";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _forwardWeight = arguments.Mandatory("FWD_WEIGHT", ArgumentTypes.Int32());
        _reverseWeight = arguments.Mandatory("REV_WEIGHT", ArgumentTypes.Int32());
        _threshold = arguments.Mandatory("THRESH", ArgumentTypes.Int32());
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        AddHandler(handlers, "fwd_weight", () => _forwardWeight, weight => _forwardWeight = weight);
        AddHandler(handlers, "rev_weight", () => _reverseWeight, weight => _reverseWeight = weight);
        AddHandler(handlers, "thresh", () => _threshold, threshold => _threshold = threshold);
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        Span<byte> area = packet.Annotations.Area;
        int forward = BinaryPrimitives.ReadInt32LittleEndian(area[ForwardOffset..]);
        int reverse = BinaryPrimitives.ReadInt32LittleEndian(area[ReverseOffset..]);
        return (forward > _threshold || reverse > _threshold)
            && (long)_forwardWeight * forward > (long)_reverseWeight * reverse ? 1 : 0;
    }

    private static void AddHandler(HandlerTable handlers, string name, Func<int> read, Action<int> write)
    {
        handlers.Read(name, () => $"{read()}");
        handlers.Write(name, text =>
        {
            if (!ArgumentTypes.Int32()(text.Trim(), out int value, out _))
            {
                return "not an integer";
            }

            write(value);
            return null;
        });
    }
}
