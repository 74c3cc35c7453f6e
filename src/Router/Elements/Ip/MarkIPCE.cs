using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Marks packets as having met congestion (ECN field 3) and mends the checksum.</summary>
/// <syntax>MarkIPCE([FORCE false])</syntax>
/// <remarks>
/// Packets that are not ECN-capable (0) are dropped, with FORCE marked too. Needs the network header marked.
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
public sealed class MarkIPCE : SimpleElement
{
    private const byte CongestionExperienced = 3;

    private bool _force;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "MarkIPCE";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _force = arguments.Positional("FORCE", ArgumentTypes.Bool, false);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        bool hasHeader = header.Length >= Ipv4Header.LengthBytes;
        byte service = hasHeader ? header[Ipv4Layout.ServiceOffset] : (byte)0;
        if (!hasHeader || ((service & CongestionExperienced) == 0 && !_force))
        {
            _drops++;
            packet.Kill();
            return null;
        }

        if ((service & CongestionExperienced) != CongestionExperienced)
        {
            Ipv4Header.WriteService(
                packet.WritableNetworkHeader(), (byte)(service | CongestionExperienced));
        }

        return packet;
    }
}
