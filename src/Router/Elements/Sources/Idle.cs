using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Sends nothing and discards what it gets.</summary>
/// <remarks>Idle — any inputs, any outputs, agnostic.</remarks>
public sealed class Idle : Element, INotifierSource
{
    /// <inheritdoc/>
    public override string ClassName => "Idle";

    /// <inheritdoc/>
    public override string PortCounts => "-/-";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => Notifier.Idle;

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => packet.Kill();

    /// <inheritdoc/>
    public override Packet? Pull(int port) => null;
}
