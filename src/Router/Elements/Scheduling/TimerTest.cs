using System.Globalization;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Tries timers out.</summary>
/// <syntax>TimerTest([keywords DELAY, SCHEDULE false])</syntax>
/// <remarks>
/// Has one timer, which says on the console when it was due and fires DELAY (seconds, or with a unit) after
/// the start if a DELAY is given or SCHEDULE is true. Otherwise it makes two timers at the start, one that
/// lacks an action and one whose action does nothing.
/// </remarks>
/// <handler name="scheduled" access="rw">
/// Whether the timer runs; set again, it has the old deadline.
/// </handler>
/// <handler name="expiry" access="r">Its deadline in seconds.</handler>
/// <handler name="schedule_after" access="w">Sets it to fire after a time.</handler>
/// <handler name="unschedule" access="w">Stops it.</handler>
public sealed class TimerTest : Element
{
    private RouterTimer _timer = null!;
    private Duration _delay;
    private bool _schedule;

    /// <inheritdoc/>
    public override string ClassName => "TimerTest";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _delay = arguments.Keyword("DELAY", ArgumentTypes.Duration);
        _schedule = arguments.Keyword("SCHEDULE", ArgumentTypes.Bool, false) || _delay != default;
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, _ => Say($"{StampOf(_timer.Deadline)}: {this} fired"));
        if (_schedule)
        {
            _timer.ScheduleAfter(_delay);
            return null;
        }

        Say("Initializing default_constructor_timer");
        _ = new RouterTimer(this);
        Say("Initializing explicit_do_nothing_timer");
        _ = new RouterTimer(this, static _ => { });
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("scheduled", () => _timer.IsScheduled ? "true" : "false");
        handlers.Write("scheduled", WriteScheduled);
        handlers.Read("expiry", () => StampOf(_timer.Deadline));
        handlers.Write("schedule_after", ScheduleAfter);
        handlers.Write("unschedule", _ =>
        {
            _timer.Cancel();
            return null;
        });
    }

    private static string StampOf(Instant instant) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{instant.Nanoseconds / 1_000_000_000}.{instant.Nanoseconds % 1_000_000_000 / 1_000:d6}");

    private string? WriteScheduled(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool schedule, out _))
        {
            return "syntax error";
        }

        if (schedule)
        {
            _timer.ScheduleAt(_timer.Deadline);
        }
        else
        {
            _timer.Cancel();
        }

        return null;
    }

    private string? ScheduleAfter(string text)
    {
        if (!ArgumentTypes.Duration(text.Trim(), out Duration delay, out _))
        {
            return "syntax error";
        }

        _timer.ScheduleAfter(delay);
        return null;
    }

    private void Say(string line) => Environment.Console?.WriteMessage(line);
}
