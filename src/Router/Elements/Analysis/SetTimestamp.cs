using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Sets the time stamp: to now, or to a constant.</summary>
/// <syntax>SetTimestamp([TIMESTAMP, keyword FIRST false])</syntax>
/// <remarks>FIRST sets the first-time-stamp annotation instead.</remarks>
public sealed class SetTimestamp : SimpleElement
{
    private Instant? _time;
    private bool _first;

    /// <inheritdoc/>
    public override string ClassName => "SetTimestamp";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        Duration given = arguments.Positional("TIMESTAMP", TimestampArgument.Unsigned, new Duration(-1));
        _first = arguments.Keyword("FIRST", ArgumentTypes.Bool, false);
        bool delta = arguments.Keyword("DELTA", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (delta && arguments.Errors.Count == 0)
        {
            arguments.Error("SetTimestamp(DELTA) is deprecated, use SetTimestampDelta(TYPE FIRST)");
        }

        _time = given.Nanoseconds < 0 ? null : Instant.Zero + given;
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Instant time = _time ?? Now;
        if (_first)
        {
            packet.Annotations.FirstTimestamp = time;
        }
        else
        {
            packet.Annotations.Timestamp = time;
        }

        return packet;
    }
}
