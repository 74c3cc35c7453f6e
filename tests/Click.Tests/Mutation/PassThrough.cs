using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Click.Tests.Mutation;

/// <summary>An element whose body is gone: packets come through as they are.</summary>
/// <remarks>
/// What comes in at any input leaves at output 0, at once where that is push, else when it is pulled; where
/// inputs are pull and output 0 is not, a task pulls. The last input is pulled first. Without outputs it is
/// killed. What the original itself gives out is killed, so that a source gives nothing.
/// </remarks>
internal sealed class PassThrough(Element original) : StandIn(original)
{
    private readonly Queue<Packet> _stored = [];
    private readonly List<TaskSignal> _signals = [];
    private RouterTask? _task;

    private Notifier? Signal => (Original as INotifierSource)?.EmptyNotifier;

    private bool IsPushedOut => OutputCount > 0 && Output(0).IsPush;

    private IEnumerable<int> PullInputs =>
        Enumerable.Range(0, InputCount).Where(port => Input(port).IsPull).Reverse();

    public override string? Initialize()
    {
        string? error = base.Initialize();
        CutOff();
        if (PullInputs.Any() && (OutputCount == 0 || IsPushedOut))
        {
            _task = new RouterTask(this, PassOne);
            _signals.AddRange(PullInputs.Select(port => TaskSignal.Upstream(this, port, _task)));
            _task.Schedule();
        }
        else if (Signal is { } signal)
        {
            _signals.AddRange(PullInputs.Select(port => TaskSignal.Upstream(this, port, signal)));
        }

        return error;
    }

    public override void Push(int port, Packet packet)
    {
        if (OutputCount > 0 && !IsPushedOut)
        {
            _stored.Enqueue(packet);
            Signal?.Wake();
        }
        else
        {
            PushOrKill(0, packet);
        }
    }

    public override Packet? Pull(int port)
    {
        if (InputCount == 0)
        {
            Original.Pull(port)?.Kill();
            return null;
        }

        if (port > 0)
        {
            return null;
        }

        Packet? packet = _stored.TryDequeue(out Packet? stored) ? stored : PullAny();
        if (packet is null && !_signals.Exists(signal => signal.IsActive))
        {
            Signal?.Sleep();
        }

        return packet;
    }

    private bool PassOne()
    {
        Packet? packet = PullAny();
        if (packet is not null)
        {
            PushOrKill(0, packet);
        }

        if (packet is not null || _signals.Exists(signal => signal.IsActive))
        {
            _task!.Schedule();
        }

        return packet is not null;
    }

    private Packet? PullAny() =>
        PullInputs.Select(port => Input(port).Pull()).FirstOrDefault(packet => packet is not null);
}
