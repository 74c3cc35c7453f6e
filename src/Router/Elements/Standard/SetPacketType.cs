using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Says of packets how the link layer addressed them.</summary>
/// <syntax>SetPacketType(TYPE)</syntax>
/// <remarks>TYPE is HOST, BROADCAST, MULTICAST, OTHERHOST, OUTGOING or LOOPBACK.</remarks>
public sealed class SetPacketType : SimpleElement
{
    private PacketKind _kind;

    /// <inheritdoc/>
    public override string ClassName => "SetPacketType";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string type = arguments.Mandatory("TYPE", ArgumentTypes.Word, "HOST");
        if (!Enum.TryParse(type, ignoreCase: true, out _kind) || !char.IsLetter(type[0]))
        {
            arguments.Error($"unrecognized packet type '{type}'");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.Kind = _kind;
        return packet;
    }
}
