using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes packets on unchanged.</summary>
/// <syntax>Null</syntax>
/// <remarks>One input, one output; takes part in push and pull alike.</remarks>
public sealed class Null : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "Null";

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => Output(0).PushBatch(batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) => Input(0).PullBatch(maximumCount);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) => packet;
}
