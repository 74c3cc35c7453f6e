using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Writes source and destination into Ethernet frames; their type stays.</summary>
/// <syntax>EtherRewrite(SRC, DST)</syntax>
/// <remarks>Frames that are too short for both addresses are dropped.</remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
public sealed class EtherRewrite : SimpleElement
{
    private MacAddress _source;
    private MacAddress _destination;

    /// <inheritdoc/>
    public override string ClassName => "EtherRewrite";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        MacAddress source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress(this));
        MacAddress destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress(this));
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            (_source, _destination) = (source, destination);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => _source.ToHyphenString());
        handlers.WriteArgument("src", "SRC", 0);
        handlers.Read("dst", () => _destination.ToHyphenString());
        handlers.WriteArgument("dst", "DST", 1);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < 2 * MacAddress.LengthBytes)
        {
            packet.Kill();
            return null;
        }

        Span<byte> frame = packet.WritableData();
        _destination.Write(frame);
        _source.Write(frame[MacAddress.LengthBytes..]);
        return packet;
    }
}
