using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes packets on unchanged.</summary>
/// <remarks>Null — one input, one output, agnostic.</remarks>
public sealed class Null : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "Null";

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => Output(0).PushBatch(batch);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) => packet;
}
