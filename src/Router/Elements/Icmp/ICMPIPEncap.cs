using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Puts IPv4 and ICMP headers before packets.</summary>
/// <syntax>ICMPIPEncap(SRC, DST, TYPE[, CODE 0, keyword IDENTIFIER 0])</syntax>
/// <remarks>
/// TYPE and CODE: numbers or names, such as <c>echo</c>, or <c>unreachable</c> and <c>host</c>. Types that
/// have them get IDENTIFIER and a sequence number, which, as the identification, counts from 1 and passes
/// over 0. The destination is annotated.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
public sealed class ICMPIPEncap : SimpleElement
{
    private IcmpEncapsulation _encapsulation = null!;

    /// <inheritdoc/>
    public override string ClassName => "ICMPIPEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        IpAddress destination = arguments.Mandatory("DST", ArgumentTypes.IpAddress(this));
        int type = arguments.Mandatory<int>("TYPE", IcmpNames.TryParseType);
        string codeText = arguments.Positional("CODE", ArgumentTypes.Word, "0");
        int identifier = arguments.Keyword("IDENTIFIER", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        int code = 0;
        if (type is < 0 or > byte.MaxValue)
        {
            arguments.Error("invalid TYPE");
        }
        else if (!IcmpNames.TryParseCode(type, codeText, out code))
        {
            arguments.Error("invalid CODE");
        }

        _encapsulation = new IcmpEncapsulation(
            source, destination, (byte)type, (byte)code, (ushort)identifier);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => _encapsulation.AddHandlers(this, handlers);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) => _encapsulation.TryWrite(packet) ? packet : null;
}
