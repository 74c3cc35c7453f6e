using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends all packets to one output, chosen once; -1 drops them.</summary>
/// <remarks>StaticSwitch([OUTPUT 0]) — one input, one or more outputs, push.</remarks>
public sealed class StaticSwitch : Element
{
    private int _output;

    /// <inheritdoc/>
    public override string ClassName => "StaticSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _output = SwitchArgument.Read(arguments, this);

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => PushOrKill(_output, packet);
}
