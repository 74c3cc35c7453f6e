using System.Text;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Lets packets through whose time stamps lie in a range: from START on and before END.</summary>
/// <syntax>
/// TimeFilter([START, END, keywords START_DELAY, END_DELAY, START_AFTER, END_AFTER, INTERVAL, STOP false,
/// END_CALL])
/// </syntax>
/// <remarks>
/// START and END are times since 1970; the forms with _DELAY count from the start of the router, those with
/// _AFTER from the first packet's time stamp, INTERVAL from the start of the range. At most one form of
/// each. Packets outside leave at output 1, if there is one. STOP stops the router at the first packet
/// behind the range; END_CALL calls a handler then, with the packet's time stamp for $t. If the handler
/// moves the end behind the packet, it passes, and the next packet behind the end calls again.
/// </remarks>
/// <handler name="start" access="rw">The start of the range.</handler>
/// <handler name="end" access="rw">The end of the range.</handler>
/// <handler name="interval" access="rw">The time between them; moves the end.</handler>
/// <handler name="extend_interval" access="w">Moves the end by a time.</handler>
public sealed class TimeFilter : SimpleElement
{
    private HandlerCall? _call;
    private Duration _start;
    private Duration _end;
    private Origin _startOrigin;
    private Origin _endOrigin;
    private bool _stop;
    private bool _ready;
    private bool _armed;

    private enum Origin
    {
        Epoch,
        Initialization,
        FirstPacket,
        Start,
    }

    /// <inheritdoc/>
    public override string ClassName => "TimeFilter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override bool IsOneByOne => _call is not null;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentParser<Duration> time = TimestampArgument.Unsigned;
        Duration start = arguments.Positional("START", time);
        Duration end = arguments.Positional("END", time);
        Duration startDelay = arguments.Keyword("START_DELAY", time);
        Duration endDelay = arguments.Keyword("END_DELAY", time);
        Duration startAfter = arguments.Keyword("START_AFTER", time);
        Duration endAfter = arguments.Keyword("END_AFTER", time);
        Duration interval = arguments.Keyword("INTERVAL", time);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _call = arguments.Keyword<HandlerCall?>("END_CALL", ArgumentTypes.HandlerCall(this, isWrite: true)!);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (!TryChoose([start, startDelay, startAfter], Origin.FirstPacket, out _start, out _startOrigin))
        {
            arguments.Error("START, START_AFTER, and START_AFTER_INIT are mutually exclusive");
        }
        else if (!TryChoose([end, endDelay, endAfter, interval], Origin.Epoch, out _end, out _endOrigin))
        {
            arguments.Error("END, END_AFTER, END_AFTER_INIT, and INTERVAL are mutually exclusive");
        }
        else if (_call is not null && _stop)
        {
            arguments.Error("END_CALL and STOP are mutually exclusive");
        }

        _end = _end == Duration.Zero ? new Duration(long.MaxValue) : _end;
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        if (_call?.Resolve() is { } error)
        {
            return error;
        }

        Duration now = Now - Instant.Zero;
        _start = _startOrigin == Origin.Initialization ? Sum(_start, now) : _start;
        _end = _endOrigin == Origin.Initialization ? Sum(_end, now) : _end;
        _armed = _call is not null || _stop;
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value("start", () => TimestampArgument.Text(_start), TimestampArgument.Unsigned, SetStart);
        handlers.Value("end", () => TimestampArgument.Text(_end), TimestampArgument.Unsigned, end =>
        {
            _endOrigin = Origin.Epoch;
            SetEnd(end);
        });
        handlers.Value(
            "interval",
            () => TimestampArgument.Text(_end - _start),
            TimestampArgument.Unsigned,
            interval => SetEnd(Sum(_start, interval)));
        handlers.Write("extend_interval", text =>
        {
            bool read = TimestampArgument.Signed(text.Trim(), out Duration extension, out _);
            if (read)
            {
                SetEnd(Sum(_end, extension));
            }

            return read ? null : "expected time";
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Duration time = packet.Annotations.Timestamp - Instant.Zero;
        if (!_ready)
        {
            Begin(time);
        }

        if (time >= _start && time >= _end && _armed)
        {
            CallAtEnd(packet.Annotations.Timestamp);
        }

        if (time >= _start && time < _end)
        {
            return packet;
        }

        Divert(1, packet);
        return null;
    }

    // The first that is not zero, with the origin that its place stands for.
    private static bool TryChoose(
        ReadOnlySpan<Duration> forms, Origin otherwise, out Duration chosen, out Origin origin)
    {
        (chosen, origin) = (Duration.Zero, otherwise);
        int count = 0;
        for (int index = 0; index < forms.Length; index++)
        {
            if (forms[index] != Duration.Zero)
            {
                (chosen, origin) = (forms[index], (Origin)index);
                count++;
            }
        }

        return count <= 1;
    }

    private static Duration Sum(Duration one, Duration other) => new(
        (long)Int128.Clamp((Int128)one.Nanoseconds + other.Nanoseconds, long.MinValue, long.MaxValue));

    private void Begin(Duration time)
    {
        _start = _startOrigin == Origin.FirstPacket ? Sum(_start, time) : _start;
        _end = _endOrigin switch
        {
            Origin.FirstPacket => Sum(_end, time),
            Origin.Start => Sum(_end, _start),
            _ => _end,
        };
        _ready = true;
    }

    private void SetStart(Duration start)
    {
        if (!_ready)
        {
            Begin(start);
        }

        _start = start;
    }

    private void SetEnd(Duration end)
    {
        _end = end;
        _armed = _call is not null || _stop;
    }

    // Again as long as each call moves the end on, but not yet behind the packet.
    private void CallAtEnd(Instant time)
    {
        Duration before;
        do
        {
            before = _end;
            _armed = false;
            if (_stop)
            {
                Router.RequestStop();
            }
            else
            {
                Report(_call!.Write(WithTime(_call.Value, TimestampArgument.Text(time))));
            }
        }
        while (_armed && time - Instant.Zero >= _end && _end > before);
    }

    private void Report(string? error)
    {
        if (error is not null)
        {
            Environment.Console?.WriteMessage($"{Name}: {error}");
        }
    }

    private static string WithTime(string value, string time)
    {
        var text = new StringBuilder(value.Length);
        for (int at = 0; at < value.Length; at++)
        {
            bool named = value[at] == '$' && at + 1 < value.Length && value[at + 1] == 't'
                && (at + 2 == value.Length
                    || !(char.IsAsciiLetterOrDigit(value[at + 2]) || value[at + 2] == '_'));
            bool braced = value.AsSpan(at).StartsWith("${t}");
            if (named || braced)
            {
                text.Append(time);
                at += braced ? 3 : 1;
            }
            else
            {
                text.Append(value[at]);
            }
        }

        return text.ToString();
    }
}
