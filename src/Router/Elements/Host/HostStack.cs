using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Transport.Sockets;

namespace Xia.Router.Elements.Host;

/// <summary>
/// A host's protocol stack at the edge of the graph, under the sockets of its applications.
/// </summary>
/// <syntax>HostStack(NAME[, keywords MTU 1500, ALLOW_NONEXISTENT false])</syntax>
/// <remarks>
/// Input 0: packets for this host, network header first; output 0: packets from it, network header marked.
/// The environment knows the stack by NAME. Without it, packets for it are dropped, if ALLOW_NONEXISTENT says
/// that it may be missing.
/// </remarks>
/// <handler name="received" access="r">Packets given to the stack.</handler>
/// <handler name="sent" access="r">Packets from it.</handler>
/// <handler name="drops" access="r">Packets dropped because there is no stack.</handler>
/// <handler name="wake" access="w">Looks at the stack again, after a state was imported into it.</handler>
public sealed class HostStack : Element, IStackOutput
{
    private const int DefaultMtuBytes = 1500;
    private const int MinimumMtuBytes = 576;

    // A stack that always has more lets others have their turn after so many packets.
    private const int PacketsPerTurn = 64;

    private string _stackName = "";
    private int _mtuBytes;
    private bool _allowNonexistent;
    private IHostStack? _stack;
    private RouterTask? _task;
    private RouterTimer _timer = null!;
    private bool _draining;
    private bool _inside;
    private long _received;
    private long _sent;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "HostStack";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "x/y";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _stackName = arguments.Mandatory("NAME", ArgumentTypes.Word, "");
        _mtuBytes = arguments.Keyword(
            "MTU", ArgumentTypes.Int32(MinimumMtuBytes, PacketPool.MaximumDataBytes), DefaultMtuBytes);
        _allowNonexistent = arguments.Keyword("ALLOW_NONEXISTENT", ArgumentTypes.Bool, false);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Environment.Find<IHostStack>(_stackName) is not { } stack)
        {
            return _allowNonexistent
                ? null
                : $"no host stack named '{_stackName}' (a scenario's node has one, xia click has none)";
        }

        if (stack.Output is not null)
        {
            return $"host stack '{_stackName}' is already in a graph";
        }

        _stack = stack;
        _task = new RouterTask(this, Drain);
        _timer = new RouterTimer(this, OnTimer);
        stack.Output = this;
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("received", () => $"{_received}\n");
        handlers.Read("sent", () => $"{_sent}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Write("wake", _ =>
        {
            _task?.Schedule();
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_stack is { } stack && ReferenceEquals(stack.Output, this))
        {
            stack.Output = null;
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_stack is not { } stack)
        {
            _drops++;
            packet.Kill();
            return;
        }

        _received++;
        _inside = true;
        stack.OnPacket(packet.Data, Now);
        _inside = false;
        packet.Kill();
        Drain();
    }

    /// <summary>The stack has packets: they are taken after the call into it, or in the next turn.</summary>
    public void OnOutputReady()
    {
        if (!_inside && !_draining)
        {
            _task!.Schedule();
        }
    }

    private void OnTimer(Instant now)
    {
        _inside = true;
        _stack!.OnTimeout(now);
        _inside = false;
        Drain();
    }

    // Packets that come back while one is sent out are drained by the outer call.
    private bool Drain()
    {
        if (_draining)
        {
            return false;
        }

        _draining = true;
        int count = 0;
        while (count < PacketsPerTurn && TakePacket() is { } packet)
        {
            count++;
            _sent++;
            Output(0).Push(packet);
        }

        _draining = false;
        if (count == PacketsPerTurn)
        {
            _task!.Schedule();
        }

        SetTimer();
        return count > 0;
    }

    private Packet? TakePacket()
    {
        Packet packet = Pool.Take(_mtuBytes);
        if (!_stack!.TryTakePacket(packet.WritableData(), Now, out int lengthBytes))
        {
            packet.Kill();
            return null;
        }

        packet.Take(_mtuBytes - lengthBytes);
        packet.SetNetworkHeader(0);
        packet.Annotations.Timestamp = Now;
        return packet;
    }

    private void SetTimer()
    {
        if (_stack!.NextTimeout is not { } deadline)
        {
            _timer.Cancel();
        }
        else if (!_timer.IsScheduled || _timer.Deadline != deadline)
        {
            _timer.ScheduleAt(deadline);
        }
    }
}
