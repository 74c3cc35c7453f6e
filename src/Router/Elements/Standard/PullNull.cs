using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes pulled packets on unchanged; makes what is around it pull.</summary>
/// <syntax>PullNull</syntax>
/// <remarks>One pull input, one pull output.</remarks>
public sealed class PullNull : Element
{
    /// <inheritdoc/>
    public override string ClassName => "PullNull";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override Packet? Pull(int port) => Input(0).Pull();

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) => Input(0).PullBatch(maximumCount);
}
