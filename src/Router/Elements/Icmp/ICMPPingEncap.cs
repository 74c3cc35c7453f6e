using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Puts IPv4 and ICMP echo request headers before packets.</summary>
/// <syntax>ICMPPingEncap(SRC, DST[, keyword IDENTIFIER 0])</syntax>
/// <remarks>
/// Identifications and sequence numbers count from 1 and pass over 0. The destination is annotated.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
public sealed class ICMPPingEncap : SimpleElement
{
    private IcmpEncapsulation _encapsulation = null!;

    /// <inheritdoc/>
    public override string ClassName => "ICMPPingEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        IpAddress destination = arguments.Mandatory("DST", ArgumentTypes.IpAddress(this));
        int identifier = arguments.Keyword("IDENTIFIER", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        _encapsulation = new IcmpEncapsulation(
            source, destination, IcmpNames.Echo, 0, (ushort)identifier);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => _encapsulation.AddHandlers(this, handlers);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) => _encapsulation.TryWrite(packet) ? packet : null;
}
