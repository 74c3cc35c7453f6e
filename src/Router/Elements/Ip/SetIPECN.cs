using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Writes the ECN field, the lower two bits of the type of service, and mends the checksum.
/// </summary>
/// <syntax>SetIPECN(ECN)</syntax>
/// <remarks>
/// ECN: <c>0</c> to <c>3</c>, or <c>no</c> (0), <c>ect1</c> or <c>ECT(1)</c> (1), <c>ect2</c> or
/// <c>ECT(0)</c> (2), <c>ce</c> (3). Needs the network header marked.
/// </remarks>
/// <handler name="ecn" access="rw">ECN as it was written.</handler>
public sealed class SetIPECN : SimpleElement
{
    private const byte EcnMask = 3;

    private string _text = "";
    private byte _ecn;

    /// <inheritdoc/>
    public override string ClassName => "SetIPECN";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string text = arguments.Mandatory("ECN", ArgumentTypes.Text, "no");
        int ecn = text switch
        {
            "0" or "no" or "-" => 0,
            "1" or "ect1" or "ECT(1)" => 1,
            "2" or "ect2" or "ECT(0)" => 2,
            "3" or "ce" or "CE" => 3,
            _ => -1,
        };
        if (ecn < 0)
        {
            arguments.Error("bad ECN argument");
        }
        else if (arguments.Errors.Count == 0)
        {
            (_text, _ecn) = (text, (byte)ecn);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("ecn", () => _text, HandlerFlags.Calm);
        handlers.WriteArgument("ecn", "ECN", 0);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.NetworkHeader.Length >= Ipv4Header.LengthBytes)
        {
            Span<byte> header = packet.WritableNetworkHeader();
            Ipv4Header.WriteService(header, (byte)((header[Ipv4Layout.ServiceOffset] & ~EcnMask) | _ecn));
        }

        return packet;
    }
}
