using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Pulls from one input, chosen once.</summary>
/// <syntax>StaticPullSwitch(INPUT)</syntax>
/// <remarks>A negative INPUT gives nothing.</remarks>
public sealed class StaticPullSwitch : Element
{
    private int _input;

    /// <inheritdoc/>
    public override string ClassName => "StaticPullSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _input = arguments.Mandatory("INPUT", ArgumentTypes.Int32(), -1);
        Switch.CheckPort(arguments, _input, InputCount, "input");
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => _input >= 0 ? Input(_input).Pull() : null;

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        _input >= 0 ? Input(_input).PullBatch(maximumCount) : default;
}
