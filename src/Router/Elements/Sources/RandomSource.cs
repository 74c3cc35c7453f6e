using Xia.Kernel.Randomness;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Emits packets of random bytes as fast as it may.</summary>
/// <syntax>
/// RandomSource(LENGTH[, LIMIT -1, BURST 1, ACTIVE true, keywords STOP false, END_CALL, TIMESTAMP true])
/// </syntax>
/// <remarks>
/// Packets of LENGTH bytes; the rest as in InfiniteSource. The bytes come from the element's own stream, so
/// that the same seed gives the same packets.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="reset" access="w">Sets the count to 0, so that LIMIT more packets leave.</handler>
/// <handler name="length" access="rw">LENGTH.</handler>
/// <handler name="limit" access="rw">LIMIT.</handler>
/// <handler name="burst" access="rw">BURST.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
public sealed class RandomSource : Element
{
    private RandomStream _random = null!;
    private RouterTask? _task;
    private TaskSignal? _signal;
    private HandlerCall? _endCall;
    private int _lengthBytes;
    private long _limit;
    private int _burst;
    private bool _active;
    private bool _stop;
    private bool _timestamp;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "RandomSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));
        _limit = arguments.Positional("LIMIT", ArgumentTypes.Int64(), -1);
        _burst = arguments.Positional("BURST", ArgumentTypes.Int32(1), 1);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _endCall = arguments.Keyword("END_CALL", ArgumentTypes.HandlerCall(this, isWrite: true), null!);
        if (_stop && _endCall is not null)
        {
            arguments.Error("END_CALL and STOP are mutually exclusive");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        if (Output(0).IsPush)
        {
            _task = new RouterTask(this, EmitBurst);
            _signal = TaskSignal.Downstream(this, 0, _task);
            _task.Schedule();
        }

        return _endCall?.Resolve();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}");
        handlers.Button("reset", () =>
        {
            _count = 0;
            _task?.Schedule();
        });
        handlers.Value(
            "length",
            () => _lengthBytes,
            ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes),
            length => _lengthBytes = length);
        handlers.Limit(() => _limit, limit =>
        {
            _limit = limit;
            _task?.Schedule();
        });
        handlers.Value("burst", () => _burst, ArgumentTypes.Int32(1), burst => _burst = burst);
        handlers.Active(() => _active, active =>
        {
            _active = active;
            _task?.Schedule();
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!_active)
        {
            return null;
        }

        if (_limit >= 0 && _count >= _limit)
        {
            End();
            return null;
        }

        _count++;
        Packet packet = Pool.Take(_lengthBytes);
        _random.NextBytes(packet.WritableData());
        if (_timestamp)
        {
            packet.Annotations.Timestamp = Now;
        }

        return packet;
    }

    private bool EmitBurst()
    {
        if (!_signal!.IsActive)
        {
            return false;
        }

        int emitted = 0;
        while (emitted < _burst && Pull(0) is { } packet)
        {
            emitted++;
            Output(0).Push(packet);
            if (_limit >= 0 && _count >= _limit)
            {
                break;
            }
        }

        if (emitted > 0)
        {
            _task!.Schedule();
        }

        return emitted > 0;
    }

    private void End()
    {
        if (_stop)
        {
            Router.RequestStop();
        }

        if (_endCall?.Write() is { } error)
        {
            Environment.Console?.WriteMessage($"{this}: {error}");
        }
    }
}
