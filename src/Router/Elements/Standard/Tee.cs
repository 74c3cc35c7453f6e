using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends a copy of each packet to every output; the copies share their bytes.</summary>
/// <syntax>Tee([N])</syntax>
/// <remarks>
/// N says how many outputs are expected; another number in use is an error. Copies leave in the order of the
/// outputs, the packet itself at the last.
/// </remarks>
public sealed class Tee : Element
{
    /// <inheritdoc/>
    public override string ClassName => "Tee";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => CheckOutputs(arguments, OutputCount);

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

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if (OutputCount == 1)
        {
            Output(0).PushBatch(batch);
        }
        else
        {
            base.PushBatch(port, batch);
        }
    }

    internal static void CheckOutputs(ArgumentReader arguments, int outputCount)
    {
        int expected = arguments.Positional("N", ArgumentTypes.Int32(0), outputCount);
        if (expected != outputCount)
        {
            arguments.Error($"{outputCount} outputs implies {outputCount} arms");
        }
    }
}
