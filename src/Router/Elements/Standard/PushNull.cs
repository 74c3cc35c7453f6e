using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes pushed packets on unchanged; makes what is around it push.</summary>
/// <syntax>PushNull</syntax>
/// <remarks>One push input, one push output.</remarks>
public sealed class PushNull : Element
{
    /// <inheritdoc/>
    public override string ClassName => "PushNull";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => Output(0).Push(packet);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => Output(0).PushBatch(batch);
}
