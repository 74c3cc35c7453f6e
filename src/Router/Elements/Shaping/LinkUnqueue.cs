using Xia.Kernel.Time;
using Xia.Router.Elements.Queues;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Pulls packets and pushes them on as a serial link with a delay and a bandwidth would.</summary>
/// <syntax>LinkUnqueue(LATENCY, BANDWIDTH)</syntax>
/// <remarks>
/// A packet enters the link when the one before is wholly in it; that takes its length, extra length
/// included, over BANDWIDTH (at least 100Bps). LATENCY (seconds, or with a unit) later it leaves, stamped
/// with that time. The link pulls the next packet only when there is room for it.
/// </remarks>
/// <handler name="latency" access="rw">LATENCY, for packets that enter from now on.</handler>
/// <handler name="bandwidth" access="rw">BANDWIDTH in bytes per second, for the same.</handler>
/// <handler name="size" access="r">Packets in the link.</handler>
/// <handler name="reset" access="w">Drops all packets in the link.</handler>
public sealed class LinkUnqueue : Element
{
    private const long MinimumBytesPerSecond = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private PacketBatch _link;
    private RouterTask _task = null!;
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private Duration _latency;
    private long _bytesPerSecond;
    private Instant _free;

    /// <inheritdoc/>
    public override string ClassName => "LinkUnqueue";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _latency = arguments.Mandatory("LATENCY", ArgumentTypes.Duration);
        _bytesPerSecond = arguments.Mandatory("BANDWIDTH", ArgumentTypes.Bandwidth, MinimumBytesPerSecond);
        if (_bytesPerSecond < MinimumBytesPerSecond && arguments.Errors.Count == 0)
        {
            arguments.Error("bandwidth too small, minimum 100Bps");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _task = new RouterTask(this, Work);
        _timer = new RouterTimer(this, _ => _task.Schedule());
        _signal = TaskSignal.Upstream(this, 0, _task);
        _task.Schedule();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("latency", () => DelayText.Show(_latency), HandlerFlags.Calm);
        handlers.Write(
            "latency", text => DelayText.TryRead(text, ref _latency) ? null : "latency must be a timestamp");
        handlers.Read("bandwidth", () => $"{_bytesPerSecond}", HandlerFlags.Calm);
        handlers.Write("bandwidth", WriteBandwidth);
        handlers.Read("size", () => $"{_link.Count}");
        handlers.Button("reset", () =>
        {
            Cleanup();
            _free = Now;
            _task.Schedule();
        });
    }

    /// <inheritdoc/>
    public override void Cleanup() => _link.Kill();

    private bool Work()
    {
        bool worked = false;
        while (_link.First is { } first && first.Annotations.Timestamp <= Now)
        {
            worked = true;
            Output(0).Push(_link.Take()!);
        }

        while (_free <= Now && Input(0).Pull() is { } packet)
        {
            worked = true;
            Instant start = Instant.Max(_free, Now);
            Int128 bytes = (Int128)packet.LengthBytes + packet.Annotations.ExtraLengthBytes;
            _free = start + Duration.FromNanoseconds((long)(bytes * NanosecondsPerSecond / _bytesPerSecond));
            packet.Annotations.Timestamp = _free + _latency;
            _link.Append(packet);
        }

        Instant? next = _link.First?.Annotations.Timestamp;
        if (_free > Now)
        {
            next = Instant.Earliest(next, _free);
        }
        else if (_signal.IsActive)
        {
            _task.Schedule();
        }

        if (next is { } deadline)
        {
            _timer.ScheduleAt(Instant.Max(deadline, Now));
        }

        return worked;
    }

    private string? WriteBandwidth(string text)
    {
        if (!ArgumentTypes.Bandwidth(text.Trim(), out long bandwidth, out _))
        {
            return "invalid bandwidth";
        }

        if (bandwidth < MinimumBytesPerSecond)
        {
            return "bandwidth too small, minimum 100Bps";
        }

        _bytesPerSecond = bandwidth;
        return null;
    }
}
