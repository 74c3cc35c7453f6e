using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from its inputs in turn, whatever their signals say.</summary>
/// <syntax>SimpleRoundRobinSched</syntax>
/// <remarks>A pull tries the inputs from the one behind that which gave the last packet.</remarks>
public sealed class SimpleRoundRobinSched : Element
{
    private int _next;

    /// <inheritdoc/>
    public override string ClassName => "SimpleRoundRobinSched";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        int input = _next;
        for (int tries = 0; tries < InputCount; tries++)
        {
            Packet? packet = Input(input).Pull();
            input = input + 1 == InputCount ? 0 : input + 1;
            if (packet is not null)
            {
                _next = input;
                return packet;
            }
        }

        return null;
    }
}
