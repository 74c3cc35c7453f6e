using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Emits the same packet as fast as it may.</summary>
/// <remarks>
/// InfiniteSource([DATA, LIMIT -1, BURST 1, ACTIVE true], keywords LENGTH, TIMESTAMP true) — one output,
/// agnostic. Pushes BURST packets per turn while what follows has room. Handlers: <c>count</c> (r),
/// <c>active</c> (rw), <c>reset</c> (w).
/// </remarks>
public sealed class InfiniteSource : Element
{
    private PacketTemplate _template = null!;
    private RouterTask? _task;
    private TaskSignal? _signal;
    private long _limit;
    private int _burst;
    private bool _active;
    private bool _timestamp;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "InfiniteSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string data = arguments.Positional("DATA", ArgumentTypes.Text, PacketTemplate.DefaultData);
        _limit = arguments.Positional("LIMIT", ArgumentTypes.Int64(-1), -1);
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(1), 1);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _template = PacketTemplate.Create(data, PacketTemplate.ReadLength(arguments));
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Output(0).IsPush)
        {
            _task = new RouterTask(this, EmitBurst);
            _signal = TaskSignal.Downstream(this, 0, _task);
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("active", () => _active ? "true\n" : "false\n");
        handlers.Write("active", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
            {
                return "syntax error";
            }

            _active = active;
            _task?.Schedule();
            return null;
        });
        handlers.Write("reset", _ =>
        {
            _count = 0;
            _task?.Schedule();
            return null;
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => MayEmit ? Emit() : null;

    /// <inheritdoc/>
    public override void Cleanup() => _template?.Kill();

    private bool MayEmit => _active && (_limit < 0 || _count < _limit);

    private Packet Emit()
    {
        _count++;
        Packet packet = _template.Emit(Pool);
        if (_timestamp)
        {
            packet.Annotations.Timestamp = Now;
        }

        return packet;
    }

    private bool EmitBurst()
    {
        int emitted = 0;
        while (emitted < _burst && MayEmit && _signal!.IsActive)
        {
            emitted++;
            Output(0).Push(Emit());
        }

        if (MayEmit && _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return emitted > 0;
    }
}
