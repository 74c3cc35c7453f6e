using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Notes an address out of the packet, as a rule as its destination.</summary>
/// <syntax>GetIPAddress([OFFSET, ANNO DST_IP, keyword IP])</syntax>
/// <remarks>
/// OFFSET: where the address starts; 16 is the destination of a bare IPv4 packet. Or IP is <c>src</c> or
/// <c>dst</c>, out of the marked header. ANNO: an annotation of 4 bytes. A packet that is too short gives
/// 0.0.0.0.
/// </remarks>
public sealed class GetIPAddress : SimpleElement
{
    private int _offset;
    private int _annotation;
    private bool _isInHeader;

    /// <inheritdoc/>
    public override string ClassName => "GetIPAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int none = -1;
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(-1, PacketPool.MaximumDataBytes), none);
        _annotation = arguments.Positional(
            "ANNO", ArgumentTypes.Annotation(IpAddress.LengthBytes), PacketAnnotations.DestinationIpOffset);
        string field = arguments.Keyword("IP", ArgumentTypes.Word, "");
        _isInHeader = field.Length > 0;
        if (_offset >= 0 == _isInHeader)
        {
            arguments.Error("set one of OFFSET, IP");
        }
        else if (_isInHeader)
        {
            _offset = field == "src" ? Ipv4Layout.SourceOffset : Ipv4Layout.DestinationOffset;
            if (field is not ("src" or "dst"))
            {
                arguments.Error("bad IP");
            }
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = _isInHeader ? packet.NetworkHeader : packet.Data;
        Span<byte> note = packet.Annotations.Area.Slice(_annotation, IpAddress.LengthBytes);
        if (data.Length >= _offset + IpAddress.LengthBytes)
        {
            data.Slice(_offset, IpAddress.LengthBytes).CopyTo(note);
        }
        else
        {
            note.Clear();
        }

        return packet;
    }
}
