using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Printing;

/// <summary>Prints each IP packet as tcpdump does.</summary>
/// <syntax>
/// IPPrint([LABEL, keywords CONTENTS NONE, PAYLOAD no, MAXLENGTH 1500, ID false, TTL false, TOS false,
/// LENGTH false, TIMESTAMP true, AGGREGATE false, PAINT false, SWAP true, ACTIVE true, OUTFILE, CHANNEL])
/// </syntax>
/// <remarks>
/// Needs the mark of the network header; packets without it pass unprinted. CONTENTS is NONE, HEX or ASCII
/// and prints the packet's first MAXLENGTH bytes (-1 for all) on lines of their own, PAYLOAD those behind
/// the headers. SWAP shows an ICMP echo's identifier and sequence number as the wire has them; false, with
/// their bytes exchanged. Lines go to the console, or to the file OUTFILE.
/// </remarks>
/// <handler name="active" access="rw">Whether packets are printed.</handler>
public sealed class IPPrint : PrintingElement
{
    private const int DefaultLengthBytes = 1500;
    private const int HexRowBytes = 24;
    private const int AsciiRowBytes = 48;
    private const ushort OffsetMask = 0x1fff;

    private readonly IpTransportText _transport = new();
    private string _label = "";
    private int _maximumLengthBytes;
    private ContentsForm _contents;
    private bool _payloadOnly;
    private bool _id;
    private bool _timestamp;
    private bool _paint;
    private bool _service;
    private bool _timeToLive;
    private bool _length;
    private bool _aggregate;

    /// <inheritdoc/>
    public override string ClassName => "IPPrint";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _label = arguments.Positional("LABEL", ArgumentTypes.Text, "");
        string contents = arguments.Keyword("CONTENTS", ArgumentTypes.Word, "no");
        string payload = arguments.Keyword("PAYLOAD", ArgumentTypes.Word, "no");
        _maximumLengthBytes = arguments.Keyword("MAXLENGTH", ArgumentTypes.Int32(), DefaultLengthBytes);
        _maximumLengthBytes = arguments.Keyword("NBYTES", ArgumentTypes.Int32(), _maximumLengthBytes);
        _id = arguments.Keyword("ID", ArgumentTypes.Bool, false);
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _paint = arguments.Keyword("PAINT", ArgumentTypes.Bool, false);
        _service = arguments.Keyword("TOS", ArgumentTypes.Bool, false);
        _timeToLive = arguments.Keyword("TTL", ArgumentTypes.Bool, false);
        _transport.SwapsEcho = arguments.Keyword("SWAP", ArgumentTypes.Bool, true);
        _length = arguments.Keyword("LENGTH", ArgumentTypes.Bool, false);
        _aggregate = arguments.Keyword("AGGREGATE", ArgumentTypes.Bool, false);
        IsActive = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        FileName = arguments.Keyword("OUTFILE", ArgumentTypes.FileName, "");
        arguments.Keyword("CHANNEL", ArgumentTypes.Word, "");
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            SetForm(contents, payload, arguments);
        }
    }

    private protected override bool Describe(Packet packet)
    {
        if (!packet.HasNetworkHeader)
        {
            return false;
        }

        DescribeAnnotations(ref packet.Annotations);
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes)
        {
            Line.Append("truncated-ip");
            return true;
        }

        DescribeHeader(header);
        int ipLength = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        int payloadLength = ipLength - HeaderLength(header);
        ReadOnlySpan<byte> transport = TransportHeader(packet);
        int transportLength = Math.Min(transport.Length, payloadLength);
        _transport.Append(Line, packet.LengthBytes, header, transport, transportLength);
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        if ((fragment & (Ipv4Header.MoreFragments | OffsetMask)) != 0)
        {
            Line.Append(" (frag ").Append(BinaryPrimitives.ReadUInt16BigEndian(header[4..])).Append(':')
                .Append(payloadLength).Append('@').Append((fragment & OffsetMask) * 8)
                .Append((fragment & Ipv4Header.MoreFragments) != 0 ? "+)" : ")");
        }

        if (_contents != ContentsForm.None)
        {
            DescribeContents(packet, (fragment & OffsetMask) == 0, (IpProtocol)header[9], transport);
        }

        return true;
    }

    private static int HeaderLength(ReadOnlySpan<byte> header) => (header[0] & 15) * 4;

    private static ReadOnlySpan<byte> TransportHeader(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        return packet.HasTransportHeader
            ? packet.TransportHeader
            : header[Math.Min(header.Length, HeaderLength(header))..];
    }

    private void SetForm(string contents, string payload, ArgumentReader arguments)
    {
        ContentsForm? whole = ContentsText.Parse(contents);
        ContentsForm? part = payload.ToUpperInvariant() switch
        {
            "NO" or "FALSE" => ContentsForm.None,
            "YES" or "TRUE" or "HEX" => ContentsForm.Hex,
            "ASCII" => ContentsForm.Ascii,
            _ => null,
        };
        if (whole is null)
        {
            arguments.Error(
                $"bad contents value '{contents.ToUpperInvariant()}'; should be 'NONE', 'HEX', or 'ASCII'");
        }
        else if (part is null)
        {
            arguments.Error($"bad payload value '{contents}'; should be 'false', 'hex', or 'ascii'");
        }
        else if (whole != ContentsForm.None && part != ContentsForm.None)
        {
            arguments.Error("specify at most one of PAYLOAD and CONTENTS");
        }
        else
        {
            _payloadOnly = part != ContentsForm.None;
            _contents = _payloadOnly ? part.Value : whole.Value;
        }
    }

    private void DescribeAnnotations(ref PacketAnnotations annotations)
    {
        if (_label.Length > 0)
        {
            Line.Append(_label).Append(": ");
        }

        if (_timestamp)
        {
            Line.Append(annotations.Timestamp).Append(": ");
        }

        if (_aggregate)
        {
            Line.Append('#').Append(annotations.Aggregate);
        }

        if (_paint)
        {
            Line.Append(_aggregate ? "." : "paint ").Append(annotations.Paint);
        }

        if (_aggregate || _paint)
        {
            Line.Append(": ");
        }
    }

    private void DescribeHeader(ReadOnlySpan<byte> header)
    {
        if (_id)
        {
            Line.Append("id ").Append(BinaryPrimitives.ReadUInt16BigEndian(header[4..])).Append(' ');
        }

        if (_timeToLive)
        {
            Line.Append("ttl ").Append(header[8]).Append(' ');
        }

        if (_service)
        {
            Line.Append("tos ").Append(header[1]).Append(' ');
        }

        if (_length)
        {
            Line.Append("length ").Append(BinaryPrimitives.ReadUInt16BigEndian(header[2..])).Append(' ');
        }
    }

    private void DescribeContents(
        Packet packet, bool firstFragment, IpProtocol protocol, ReadOnlySpan<byte> transport)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (_payloadOnly)
        {
            int header = protocol switch
            {
                IpProtocol.Tcp when firstFragment => transport.Length > 12 ? transport[12] >> 4 << 2 : 0,
                IpProtocol.Udp when firstFragment => UdpHeader.HeaderLengthBytes,
                _ => 0,
            };
            data = transport[Math.Min(header, transport.Length)..];
        }

        int rowBytes = _contents == ContentsForm.Hex ? HexRowBytes : AsciiRowBytes;
        ContentsText.Append(Line, ContentsText.Cut(data, _maximumLengthBytes), _contents, rowBytes);
    }
}
