using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from one of its inputs, which a handler chooses.</summary>
/// <syntax>SimplePullSwitch([INPUT 0])</syntax>
/// <remarks>
/// INPUT counts from 0; with a negative one, or one that there is not, nothing comes.
/// It has no signal of its own: who pulls keeps trying while any input may have packets.
/// </remarks>
/// <handler name="switch" access="rw">INPUT; -1 for none.</handler>
/// <handler name="config" access="rw">The same.</handler>
public sealed class SimplePullSwitch : PullSwitchElement
{
    /// <inheritdoc/>
    public override string ClassName => "SimplePullSwitch";

    /// <inheritdoc/>
    public override Packet? Pull(int port) => Chosen < 0 ? null : Input(Chosen).Pull();
}
