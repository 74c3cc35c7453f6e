using Xia.Internet.Wire;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Paint, Strip(14) and CheckIPHeader in one: what a router does first with a frame.</summary>
/// <syntax>IPInputCombo(COLOR[, keywords INTERFACES, BADSRC, GOODDST])</syntax>
/// <remarks>
/// COLOR: 0 to 255. The keywords are those of CheckIPHeader. Wrong packets are dropped; the first one is told
/// on the console.
/// </remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
public sealed class IPInputCombo : CheckIPHeader
{
    private byte _color;

    /// <inheritdoc/>
    public override string ClassName => "IPInputCombo";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "a/a";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _color = (byte)arguments.Mandatory("COLOR", ArgumentTypes.Int32(0, byte.MaxValue));
        base.Configure(arguments);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.Paint = _color;
        packet.Pull(Math.Min(EthernetHeader.LengthBytes, packet.LengthBytes));
        return base.Process(packet);
    }

    private protected override string Complain(string reason) => "IP checksum failed";
}
