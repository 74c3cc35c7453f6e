using System.Buffers.Binary;
using Xia.Router.Elements.Control.Sockets;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends all packets to one output, which a handler chooses.</summary>
/// <syntax>Switch([OUTPUT 0])</syntax>
/// <remarks>A negative OUTPUT drops the packets.</remarks>
/// <handler name="switch" access="rw">OUTPUT; a number past the last output becomes -1.</handler>
public sealed class Switch : Element, ILowLevelCalls
{
    private const int GetCall = 5;
    private const int SetCall = 6;

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

    byte[]? ILowLevelCalls.Answer(int number, ReadOnlySpan<byte> data)
    {
        if (number == GetCall)
        {
            byte[] answer = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(answer, _output);
            return answer;
        }

        if (number != SetCall || data.Length != sizeof(int))
        {
            return null;
        }

        int output = BinaryPrimitives.ReadInt32LittleEndian(data);
        _output = output >= 0 && output < OutputCount ? output : -1;
        return [];
    }

    internal static void CheckPort(ArgumentReader arguments, int port, int count, string kind)
    {
        if (port >= count)
        {
            arguments.Error($"{kind} must be < {count}");
        }
    }
}
