using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Lets packets go without giving them back to their pool; only good for measuring.</summary>
/// <syntax>DiscardNoFree</syntax>
/// <remarks>
/// With a pull input it pulls one packet per turn as long as there are some. The memory is found by the
/// garbage collector; the pool goes on counting the packets as in use.
/// </remarks>
public sealed class DiscardNoFree : Element
{
    private RouterTask? _task;
    private TaskSignal? _signal;

    /// <inheritdoc/>
    public override string ClassName => "DiscardNoFree";

    /// <inheritdoc/>
    public override string PortCounts => "1/0";

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
    public override void Push(int port, Packet packet) => packet.Next = null;

    private bool PullOne()
    {
        bool found = Input(0).Pull() is not null;
        if (found || _signal!.IsActive)
        {
            _task!.Schedule();
        }

        return found;
    }
}
