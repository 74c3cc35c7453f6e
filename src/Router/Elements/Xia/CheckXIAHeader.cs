using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Passes sound XIP packets on, cuts link padding off and marks the network header.</summary>
/// <syntax>CheckXIAHeader([OFFSET 0])</syntax>
/// <remarks>
/// Packets that break a rule of docs/xip.md leave at output 1 or, when that is not in use, are dropped.
/// OFFSET is where the header starts. Everything behind this element may rely on the rules.
/// </remarks>
/// <handler name="drops" access="r">Packets that broke a rule.</handler>
/// <handler name="drop_details" access="r">The same per reason.</handler>
public sealed class CheckXIAHeader : SimpleElement
{
    private readonly ReasonCounts<XipFault> _faults = new();
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "CheckXIAHeader";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, ushort.MaxValue), 0);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_faults.Sum()}\n");
        handlers.Read("drop_details", () => _faults.ToString());
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.LengthBytes < _offset ? [] : packet.Data[_offset..];
        int claimed = XipHeader.ClaimedLengthBytes(data);
        if (claimed > 0 && claimed < data.Length)
        {
            packet.Take(data.Length - claimed);
            data = data[..claimed];
        }

        XipFault fault = XipHeader.TryParse(data, out _);
        if (fault != XipFault.None)
        {
            _faults.Add(fault);
            Divert(1, packet);
            return null;
        }

        packet.SetNetworkHeader(_offset);
        return packet;
    }
}
