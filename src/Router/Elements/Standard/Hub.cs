using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends a copy of each packet to every output but that of its own port number.</summary>
/// <syntax>Hub</syntax>
/// <remarks>As many outputs as inputs. Behaves like an Ethernet hub, but knows nothing of Ethernet.</remarks>
public sealed class Hub : Element
{
    /// <inheritdoc/>
    public override string ClassName => "Hub";

    /// <inheritdoc/>
    public override string PortCounts => "-/=";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "#/[^#]";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        int last = OutputCount - 1;
        last -= last == port ? 1 : 0;
        for (int output = 0; output < last; output++)
        {
            if (output != port)
            {
                Output(output).Push(packet.Clone());
            }
        }

        PushOrKill(last, packet);
    }
}
