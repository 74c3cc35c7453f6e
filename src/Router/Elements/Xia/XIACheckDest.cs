using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>
/// Tells whether an XIP packet has arrived: output 0 if its intent was visited, else output 1.
/// </summary>
/// <syntax>XIACheckDest</syntax>
/// <remarks>Data starts at the XIP header.</remarks>
public sealed class XIACheckDest : SwitchElement
{
    /// <inheritdoc/>
    public override string ClassName => "XIACheckDest";

    /// <inheritdoc/>
    public override string PortCounts => "1/2";

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => XipPath.HasArrived(packet.Data) ? 0 : 1;
}
