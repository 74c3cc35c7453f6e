using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from one of its inputs.</summary>
/// <syntax>StaticPullSwitch(INPUT)</syntax>
/// <remarks>INPUT counts from 0; with a negative one, or one that there is not, nothing comes.</remarks>
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
        ArgumentNullException.ThrowIfNull(arguments);
        _input = arguments.Mandatory("INPUT", ArgumentTypes.Int32(), -1);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) =>
        (uint)_input < (uint)InputCount ? Input(_input).Pull() : null;
}
