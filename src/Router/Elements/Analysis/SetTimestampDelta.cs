using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Replaces time stamps other than zero by differences.</summary>
/// <syntax>SetTimestampDelta([keyword TYPE RANGE])</syntax>
/// <remarks>
/// TYPE RANGE: to the first time stamp that came by; NOW: from the packet's to now; FIRST: from the
/// first-time-stamp annotation to the packet's.
/// </remarks>
/// <handler name="first" access="r">The first time stamp that came by.</handler>
/// <handler name="reset" access="w">Forgets it.</handler>
public sealed class SetTimestampDelta : SimpleElement
{
    private string _type = "";
    private Instant _first;

    /// <inheritdoc/>
    public override string ClassName => "SetTimestampDelta";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _type = arguments.Keyword("TYPE", ArgumentTypes.Word, "RANGE");
        arguments.Complete();
        if (arguments.Errors.Count == 0 && _type is not ("RANGE" or "NOW" or "FIRST"))
        {
            arguments.Error("bad TYPE");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("first", () => TimestampArgument.Text(_first) + "\n");
        handlers.Button("reset", () => _first = Instant.Zero);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        Instant time = annotations.Timestamp;
        if (time == Instant.Zero)
        {
            return packet;
        }

        if (_type == "RANGE" && _first == Instant.Zero)
        {
            _first = time;
        }

        (long end, long start) = _type switch
        {
            "RANGE" => (time.Nanoseconds, _first.Nanoseconds),
            "NOW" => (Now.Nanoseconds, time.Nanoseconds),
            _ => (time.Nanoseconds, annotations.FirstTimestamp.Nanoseconds),
        };
        annotations.Timestamp = new Instant(unchecked(end - start));
        return packet;
    }
}
