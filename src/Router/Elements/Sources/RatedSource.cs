using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>Emits the same packet at a fixed rate.</summary>
/// <remarks>
/// RatedSource([DATA, RATE 10, LIMIT -1, ACTIVE true], keyword LENGTH) — one output, agnostic; RATE in
/// packets per second. Packet n leaves n / RATE after the start, exactly. Handlers: <c>count</c>, <c>rate</c>
/// (r), <c>active</c> (rw),
/// <c>reset</c> (w).
/// </remarks>
public sealed class RatedSource : Element
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private PacketTemplate _template = null!;
    private RouterTimer? _timer;
    private Instant _start;
    private long _sinceStart;
    private long _rate;
    private long _limit;
    private bool _active;
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "RatedSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    private Instant Due => _start + Duration.FromNanoseconds(
        (long)((Int128)_sinceStart * NanosecondsPerSecond / _rate));

    private bool MayEmit => _active && (_limit < 0 || _count < _limit);

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string data = arguments.Positional("DATA", ArgumentTypes.Text, PacketTemplate.DefaultData);
        _rate = arguments.Positional("RATE", ArgumentTypes.Int64(1, NanosecondsPerSecond), 10);
        _limit = arguments.Positional("LIMIT", ArgumentTypes.Int64(-1), -1);
        _active = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _template = PacketTemplate.Create(data, PacketTemplate.ReadLength(arguments));
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (Output(0).IsPush)
        {
            _timer = new RouterTimer(this, EmitDue);
        }

        Restart();
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("rate", () => $"{_rate}\n");
        handlers.Read("active", () => _active ? "true\n" : "false\n");
        handlers.Write("active", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
            {
                return "syntax error";
            }

            _active = active;
            Restart();
            return null;
        });
        handlers.Write("reset", _ =>
        {
            _count = 0;
            Restart();
            return null;
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => MayEmit && Now >= Due ? Emit() : null;

    /// <inheritdoc/>
    public override void Cleanup() => _template?.Kill();

    private void Restart()
    {
        _start = Now;
        _sinceStart = 0;
        if (MayEmit)
        {
            _timer?.ScheduleAt(_start);
        }
    }

    private Packet Emit()
    {
        _count++;
        _sinceStart++;
        Packet packet = _template.Emit(Pool);
        packet.Annotations.Timestamp = Now;
        return packet;
    }

    private void EmitDue(Instant now)
    {
        if (MayEmit && now >= Due)
        {
            Output(0).Push(Emit());
        }

        if (MayEmit)
        {
            _timer!.ScheduleAt(Due);
        }
    }
}
