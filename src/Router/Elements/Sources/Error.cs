using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Keeps its graph from starting.</summary>
/// <syntax>Error(…)</syntax>
/// <remarks>
/// Any arguments, inputs and outputs. Good for a branch of a configuration that nobody should reach; a
/// Message beside it says why.
/// </remarks>
public sealed class Error : Element
{
    /// <inheritdoc/>
    public override string ClassName => "Error";

    /// <inheritdoc/>
    public override string PortCounts => "-/-";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => arguments.Rest();

    /// <inheritdoc/>
    public override string? Initialize() => "the configuration forbids to start";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => packet.Kill();

    /// <inheritdoc/>
    public override Packet? Pull(int port) => null;
}
