using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Sets the aggregate annotation to a field of the packet's headers or payload.</summary>
/// <syntax>AggregateIP(FIELD [, keywords INCREMENTAL false, UNSHIFT_IP_ADDR false])</syntax>
/// <remarks>
/// FIELD is a header (ip tcp udp icmp transp data, ip proto N), then the name of a field of it or a place:
/// [OFFSET], [OFFSET:LENGTH] or [FIRST-LAST] in bytes, the same in braces in bits; then perhaps /N for its
/// first N bits or &amp; MASK. All within one word of four bytes: ip src/8, ip[8:2], tcp{0-15}. sport and
/// dport alone are those of TCP and UDP. The annotation is the field as a number; INCREMENTAL shifts the old
/// annotation up and adds to it. UNSHIFT_IP_ADDR leaves parts of IP addresses where they stand. Packets
/// without the field leave at output 1, if there is one.
/// </remarks>
/// <handler name="header" access="r">The header.</handler>
/// <handler name="bit_offset" access="r">Where in the header the field starts.</handler>
/// <handler name="bit_length" access="r">How long it is.</handler>
/// <handler name="field" access="r">The field.</handler>
public sealed class AggregateIP : SimpleElement
{
    private const ushort OffsetMask = 0x1fff;
    private const int WordBits = 32;
    private const int WordBytes = 4;
    private const int FirstAddressBit = 12 * 8;
    private const int LastAddressBit = 20 * 8;

    private IpFieldSpan _field;
    private int _wordOffset;
    private int _shift;
    private uint _mask;
    private bool _incremental;

    /// <inheritdoc/>
    public override string ClassName => "AggregateIP";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string text = arguments.Mandatory("FIELD", ArgumentTypes.Text, "");
        _incremental = arguments.Keyword("INCREMENTAL", ArgumentTypes.Bool, false);
        bool unshifted = arguments.Keyword("UNSHIFT_IP_ADDR", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && SetField(text, unshifted) is { } error)
        {
            arguments.Error(error);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("header", () => $"{_field.BaseName}\n");
        handlers.Read("bit_offset", () => $"{_field.BitOffset}\n");
        handlers.Read("bit_length", () => $"{_field.BitLength}\n");
        handlers.Read("field", () => $"{_field}\n");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        int start = header.Length < Ipv4Header.LengthBytes ? -1 : Start(header);
        if (start < 0 || start + _wordOffset + WordBytes > header.Length)
        {
            Divert(1, packet);
            return null;
        }

        uint word = BinaryPrimitives.ReadUInt32BigEndian(header[(start + _wordOffset)..]);
        uint value = (word >> _shift) & _mask;
        ref PacketAnnotations annotations = ref packet.Annotations;
        annotations.Aggregate = _incremental ? (annotations.Aggregate << _field.BitLength) + value : value;
        return packet;
    }

    private string? SetField(string text, bool unshifted)
    {
        if (IpFieldSpan.Parse(text, out _field) is { } error)
        {
            return error;
        }

        int last = _field.BitOffset + _field.BitLength - 1;
        if (_field.BitOffset / WordBits != last / WordBits)
        {
            return "field specification does not fit within a single word";
        }

        if (_field.BitLength == WordBits && _incremental)
        {
            return "'INCREMENTAL' is incompatible with field length 32";
        }

        _wordOffset = _field.BitOffset / WordBits * WordBytes;
        _shift = WordBits - 1 - (last % WordBits);
        _mask = uint.MaxValue >> (WordBits - _field.BitLength);
        bool isAddress =
            _field is { Base: IpFieldBase.Ip, BitOffset: >= FirstAddressBit and < LastAddressBit };
        if (unshifted && isAddress)
        {
            _mask <<= _shift;
            _shift = 0;
        }

        return null;
    }

    // Where the field's header starts behind the IP header's first byte; -1 when the packet has none.
    private int Start(ReadOnlySpan<byte> packet)
    {
        if (_field.Base == IpFieldBase.Ip)
        {
            return 0;
        }

        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & OffsetMask) != 0)
        {
            return -1;
        }

        int transport = (packet[0] & 15) * 4;
        var protocol = (IpProtocol)packet[9];
        return _field.Base switch
        {
            IpFieldBase.Transport => transport,
            IpFieldBase.TcpOrUdp => protocol is IpProtocol.Tcp or IpProtocol.Udp ? transport : -1,
            IpFieldBase.Payload when protocol == IpProtocol.Udp => transport + UdpHeader.HeaderLengthBytes,
            IpFieldBase.Payload when protocol == IpProtocol.Tcp && packet.Length > transport + 12 =>
                transport + (packet[transport + 12] >> 4 << 2),
            IpFieldBase.Payload => -1,
            _ => packet[9] == (int)_field.Base ? transport : -1,
        };
    }
}
