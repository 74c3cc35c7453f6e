using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Moves time stamps by a constant.</summary>
/// <syntax>AdjustTimestamp([TIME 0, keywords FIRST false, ALL false])</syntax>
/// <remarks>
/// TIME may be negative. FIRST moves the first-time-stamp annotation instead. Zero stays zero unless ALL.
/// </remarks>
/// <handler name="time" access="rw">TIME.</handler>
public sealed class AdjustTimestamp : SimpleElement
{
    private Duration _time;
    private bool _first;
    private bool _all;

    /// <inheritdoc/>
    public override string ClassName => "AdjustTimestamp";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _time = arguments.Positional("TIME", TimestampArgument.Signed);
        _first = arguments.Keyword("FIRST", ArgumentTypes.Bool, false);
        _all = arguments.Keyword("ALL", ArgumentTypes.Bool, false);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "time", () => TimestampArgument.LengthText(_time), TimestampArgument.Signed, time => _time = time);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        if (_first)
        {
            annotations.FirstTimestamp = Adjusted(annotations.FirstTimestamp);
        }
        else
        {
            annotations.Timestamp = Adjusted(annotations.Timestamp);
        }

        return packet;
    }

    // Times wrap around at the ends of the range, as no packet may stop the graph.
    private Instant Adjusted(Instant time) => _all || time != Instant.Zero
        ? new Instant(unchecked(time.Nanoseconds + _time.Nanoseconds))
        : time;
}
