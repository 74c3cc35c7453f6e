using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Copies each packet to all outputs; the copies share their bytes.</summary>
/// <remarks>Tee — one input, one or more outputs, push.</remarks>
public sealed class Tee : Element
{
    /// <inheritdoc/>
    public override string ClassName => "Tee";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        int last = OutputCount - 1;
        for (int output = 0; output < last; output++)
        {
            Output(output).Push(packet.Clone());
        }

        Output(last).Push(packet);
    }
}
