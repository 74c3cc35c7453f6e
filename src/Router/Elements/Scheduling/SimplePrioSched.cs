using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from the first of its inputs that has a packet, whatever their signals say.</summary>
/// <syntax>SimplePrioSched</syntax>
/// <remarks>A pull tries the inputs from 0 on.</remarks>
public sealed class SimplePrioSched : Element
{
    /// <inheritdoc/>
    public override string ClassName => "SimplePrioSched";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        for (int input = 0; input < InputCount; input++)
        {
            if (Input(input).Pull() is { } packet)
            {
                return packet;
            }
        }

        return null;
    }
}
