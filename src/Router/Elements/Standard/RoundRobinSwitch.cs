using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends packets to the outputs in turn.</summary>
/// <syntax>RoundRobinSwitch</syntax>
/// <remarks>The first packet leaves at output 0, the next at output 1, and so on around.</remarks>
public sealed class RoundRobinSwitch : SwitchElement
{
    private int _next;

    /// <inheritdoc/>
    public override string ClassName => "RoundRobinSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        int output = _next;
        _next = output + 1 < OutputCount ? output + 1 : 0;
        return output;
    }
}
