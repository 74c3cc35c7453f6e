using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Merges streams of packets by their time stamps.</summary>
/// <syntax>TimeSortedSched([keywords STOP false, BUFFER 1])</syntax>
/// <remarks>
/// Holds up to BUFFER packets per input and gives the earliest of them; streams that are not in order by
/// themselves need a larger BUFFER. With STOP, a pull that finds nothing while no input promises more stops
/// the driver.
/// </remarks>
/// <handler name="well_ordered" access="r">Whether all packets so far left in order.</handler>
public sealed class TimeSortedSched : Element, INotifierSource
{
    private const int MaximumBuffer = 1 << 16;

    private readonly Notifier _notifier = new(NotifierSearch.ContinueWake);
    private readonly PriorityQueue<(Packet Packet, int Input), (Instant Stamp, long Number)> _held = new();
    private TaskSignal[] _signals = [];
    private int[] _room = [];
    private int _buffer;
    private bool _stop;
    private long _number;
    private Instant _last;
    private bool _isWellOrdered = true;

    /// <inheritdoc/>
    public override string ClassName => "TimeSortedSched";

    /// <inheritdoc/>
    public override string PortCounts => "-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => _notifier;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _notifier.Join(Router, Notifier.Empty);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _buffer = arguments.Keyword("BUFFER", ArgumentTypes.Int32(int.MinValue, MaximumBuffer), 1);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && _buffer < 1)
        {
            arguments.Error("BUFFER must be at least 1");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _signals = new TaskSignal[InputCount];
        _room = new int[InputCount];
        for (int input = 0; input < _signals.Length; input++)
        {
            _signals[input] = TaskSignal.Upstream(this, input, _notifier);
            _room[input] = _buffer;
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("well_ordered", () => _isWellOrdered ? "true" : "false", HandlerFlags.Checkbox);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        bool mayComeMore = Fill();
        if (_held.Count > 0 || mayComeMore)
        {
            _notifier.WakeSilently();
        }
        else
        {
            _notifier.Sleep();
        }

        if (_held.TryDequeue(out (Packet Packet, int Input) next, out _))
        {
            _room[next.Input]++;
            Instant stamp = next.Packet.Annotations.Timestamp;
            if (stamp != default)
            {
                _isWellOrdered &= stamp >= _last;
                _last = stamp;
            }

            return next.Packet;
        }

        if (_stop && !mayComeMore)
        {
            Router.RequestStop();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        while (_held.TryDequeue(out (Packet Packet, int Input) held, out _))
        {
            held.Packet.Kill();
        }
    }

    // Whether an input with room may have packets.
    private bool Fill()
    {
        bool mayComeMore = false;
        for (int input = 0; input < _signals.Length; input++)
        {
            if (_room[input] == 0 || !_signals[input].IsActive)
            {
                continue;
            }

            mayComeMore = true;
            while (_room[input] > 0 && Input(input).Pull() is { } packet)
            {
                _room[input]--;
                _held.Enqueue((packet, input), (packet.Annotations.Timestamp, _number++));
            }
        }

        return mayComeMore;
    }
}
