using Xia.Router.Graph;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Sends nothing and throws away what it gets.</summary>
/// <syntax>Idle</syntax>
/// <remarks>
/// Any inputs, any outputs. Says to those who pull from it that there never is anything, so that they sleep.
/// </remarks>
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
