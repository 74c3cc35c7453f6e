using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Watches between which time stamps packets lie.</summary>
/// <syntax>TimeRange([keyword SIMPLE false])</syntax>
/// <remarks>SIMPLE takes the last packet's for the latest, for streams that are in order.</remarks>
/// <handler name="first" access="r">The earliest time stamp; 0 before the first packet.</handler>
/// <handler name="last" access="r">The latest time stamp.</handler>
/// <handler name="range" access="r">Both.</handler>
/// <handler name="interval" access="r">The time between them.</handler>
/// <handler name="reset" access="w">Starts again.</handler>
public sealed class TimeRange : SimpleElement
{
    private Instant _first;
    private Instant _last;
    private bool _simple;

    /// <inheritdoc/>
    public override string ClassName => "TimeRange";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _simple = arguments.Keyword("SIMPLE", ArgumentTypes.Bool, false);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("first", () => TimestampArgument.Text(_first) + "\n");
        handlers.Read("last", () => TimestampArgument.Text(_last) + "\n");
        handlers.Read(
            "range", () => $"{TimestampArgument.Text(_first)} {TimestampArgument.Text(_last)}\n");
        handlers.Read("interval", () => TimestampArgument.Text(_last - _first) + "\n");
        handlers.Button("reset", () => _first = _last = Instant.Zero);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Instant time = packet.Annotations.Timestamp;
        if (_first == Instant.Zero)
        {
            _first = _last = time;
        }
        else if (_simple)
        {
            _last = time;
        }
        else
        {
            _first = Instant.Min(_first, time);
            _last = Instant.Max(_last, time);
        }

        return packet;
    }
}
