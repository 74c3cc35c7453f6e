using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends all packets to one output, chosen once.</summary>
/// <syntax>StaticSwitch(OUTPUT)</syntax>
/// <remarks>A negative OUTPUT drops the packets.</remarks>
public sealed class StaticSwitch : Element
{
    private int _output;

    /// <inheritdoc/>
    public override string ClassName => "StaticSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _output = arguments.Mandatory("OUTPUT", ArgumentTypes.Int32(), -1);
        Switch.CheckPort(arguments, _output, OutputCount, "output");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet) => PushOrKill(_output, packet);

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        if ((uint)_output < (uint)OutputCount)
        {
            Output(_output).PushBatch(batch);
        }
        else
        {
            batch.Kill();
        }
    }
}
