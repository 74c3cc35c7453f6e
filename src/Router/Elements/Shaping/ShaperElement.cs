using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Shaping;

/// <summary>Lets packets be pulled through evenly, no faster than a rate.</summary>
/// <remarks>
/// A packet that costs c of the rate r makes the next wait c / r from the time at which it was due itself, so
/// that late pulls cost nothing in the long run. Who comes more than one such gap late starts anew.
/// </remarks>
public abstract class ShaperElement : Element, INotifierSource
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Notifier _notifier = new(NotifierSearch.ContinueWake);
    private RouterTimer _timer = null!;
    private TaskSignal _signal = null!;
    private long _rate;
    private Instant _due;
    private long _dueRest;
    private Duration _gap;

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <summary>
    /// Tells who pulls when a packet may come; not when another output passes packets at any time.
    /// </summary>
    public Notifier? EmptyNotifier => OutputCount == 1 ? _notifier : null;

    /// <summary>Reads the rate.</summary>
    private protected abstract ArgumentParser<long> RateParser { get; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _rate = arguments.Mandatory("RATE", RateParser);
        if (OutputCount == 1)
        {
            _notifier.Join(Router, Notifier.Empty);
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, _ => _notifier.Wake());
        _signal = TaskSignal.Upstream(this, 0, _notifier);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("rate", () => ShowRate(_rate));
        handlers.Write("rate", text =>
        {
            if (!RateParser(text.Trim(), out long rate, out string? error))
            {
                return error ?? "syntax error";
            }

            _rate = rate;
            Reset();
            return null;
        });
        handlers.Write("reset", _ =>
        {
            Reset();
            return null;
        });
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        bool isDue = _rate > 0 && Now >= _due;
        if (port != 0)
        {
            return isDue ? null : Input(0).Pull();
        }

        if (!isDue)
        {
            _notifier.Sleep();
            if (_rate > 0 && OutputCount == 1)
            {
                _timer.ScheduleAt(_due);
            }

            return null;
        }

        Packet? packet = Input(0).Pull();
        if (packet is not null)
        {
            Charge(CostOf(packet));
        }
        else if (!_signal.IsActive)
        {
            _notifier.Sleep();
        }

        return packet;
    }

    /// <summary>The rate as handlers show it.</summary>
    private protected abstract string ShowRate(long rate);

    /// <summary>What a packet costs of the rate.</summary>
    private protected abstract long CostOf(Packet packet);

    private void Reset()
    {
        _due = Now;
        _dueRest = 0;
        _notifier.Wake();
    }

    private void Charge(long cost)
    {
        if (Now - _due > _gap)
        {
            _due = Now;
            _dueRest = 0;
        }

        Int128 parts = ((Int128)cost * NanosecondsPerSecond) + _dueRest;
        _gap = Duration.FromNanoseconds((long)(parts / _rate));
        _dueRest = (long)(parts % _rate);
        _due += _gap;
    }
}
