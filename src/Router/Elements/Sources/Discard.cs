using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Throws packets away.</summary>
/// <remarks>
/// Discard(keywords ACTIVE) — one input, agnostic. With a pull input it pulls as long as there are packets.
/// Handlers: <c>count</c> (r), <c>reset_counts</c> (w).
/// </remarks>
public sealed class Discard : Element
{
    private RouterTask? _task;
    private TaskSignal? _signal;
    private bool _active;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "Discard";

    /// <inheritdoc/>
    public override string PortCounts => "1/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Input(0).IsPull)
        {
            _task = new RouterTask(this, PullOne);
            _signal = TaskSignal.Upstream(this, 0, _task);
            _task.Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Write("reset_counts", _ =>
        {
            _count = 0;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        _count++;
        packet.Kill();
    }

    private bool PullOne()
    {
        if (!_active)
        {
            return false;
        }

        Packet? packet = Input(0).Pull();
        if (packet is not null)
        {
            Push(0, packet);
        }

        if (packet is not null || _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return packet is not null;
    }
}
