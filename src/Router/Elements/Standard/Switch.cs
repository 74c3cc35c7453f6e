using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends all packets to one output, which a handler chooses.</summary>
/// <syntax>Switch([OUTPUT 0])</syntax>
/// <remarks>A negative OUTPUT drops the packets.</remarks>
/// <handler name="switch" access="rw">OUTPUT; a number past the last output becomes -1.</handler>
public sealed class Switch : Element
{
    private int _output;

    /// <inheritdoc/>
    public override string ClassName => "Switch";

    /// <inheritdoc/>
    public override string PortCounts => "1/-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _output = arguments.Positional("OUTPUT", ArgumentTypes.Int32(), 0);
        CheckPort(arguments, _output, OutputCount, "output");
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("switch", () => $"{_output}\n");
        handlers.Write("switch", text =>
        {
            if (!ArgumentTypes.Int32()(text.Trim(), out int output, out _))
            {
                return "Switch output must be integer";
            }

            _output = output < OutputCount ? output : -1;
            return null;
        });
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

    internal static void CheckPort(ArgumentReader arguments, int port, int count, string kind)
    {
        if (port >= count)
        {
            arguments.Error($"{kind} must be < {count}");
        }
    }
}
