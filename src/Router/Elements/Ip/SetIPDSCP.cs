using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Writes the DSCP, the upper six bits of the type of service, and mends the checksum.</summary>
/// <syntax>SetIPDSCP(DSCP)</syntax>
/// <remarks>DSCP: 0 to 63. Needs the network header marked.</remarks>
/// <handler name="dscp" access="rw">DSCP.</handler>
public sealed class SetIPDSCP : SimpleElement
{
    private const int MaximumDscp = 63;
    private const int EcnBits = 2;
    private const byte EcnMask = 3;

    private uint _dscp;

    /// <inheritdoc/>
    public override string ClassName => "SetIPDSCP";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        uint dscp = arguments.Mandatory("DSCP", ArgumentTypes.UInt32());
        if (dscp > MaximumDscp)
        {
            arguments.Error("diffserv code point out of range");
        }
        else if (arguments.Errors.Count == 0)
        {
            _dscp = dscp;
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("dscp", () => $"{_dscp}", HandlerFlags.Calm);
        handlers.WriteArgument("dscp", "DSCP", 0);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.NetworkHeader.Length >= Ipv4Header.LengthBytes)
        {
            Span<byte> header = packet.WritableNetworkHeader();
            uint ecn = header[Ipv4Layout.ServiceOffset] & (uint)EcnMask;
            Ipv4Header.WriteService(header, (byte)(ecn | (_dscp << EcnBits)));
        }

        return packet;
    }
}
