using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// Sends each packet to the output whose number is its colour; drops it when there is none.
/// </summary>
/// <remarks>PaintSwitch — one input, one or more outputs, push.</remarks>
public sealed class PaintSwitch : Element
{
    /// <inheritdoc/>
    public override string ClassName => "PaintSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => PushOrKill(packet.Annotations.Paint, packet);
}
