using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Gives pulled packets on at output 0 and pushes a copy of each out at the others.</summary>
/// <syntax>PullTee([N])</syntax>
/// <remarks>
/// N says how many outputs are expected; another number in use is an error. The copies leave before the
/// packet does. A pull that finds nothing pushes nothing.
/// </remarks>
public sealed class PullTee : Element
{
    /// <inheritdoc/>
    public override string ClassName => "PullTee";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "l/lh";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => Tee.CheckOutputs(arguments, OutputCount);

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = Input(0).Pull();
        if (packet is not null)
        {
            for (int output = 1; output < OutputCount; output++)
            {
                Output(output).Push(packet.Clone());
            }
        }

        return packet;
    }
}
