using Xia.Internet.Wire;
using Xia.Router.Elements.Ip;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Passes TCP segments whose length, header length and checksum are right.</summary>
/// <syntax>CheckTCPHeader([keywords VERBOSE false, DETAILS false])</syntax>
/// <remarks>
/// Needs the network header marked. Wrong packets leave at output 1 or are dropped; the first one is told on
/// the console, with VERBOSE every one.
/// </remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
/// <handler name="drop_details" access="r">Number and reason per line; only with DETAILS.</handler>
public sealed class CheckTCPHeader : HeaderCheck
{
    private const int NotTcp = 0;
    private const int WrongLength = 1;
    private const int WrongChecksum = 2;
    private const int HeaderBytes = 20;
    private const int DataOffsetByte = 12;

    /// <summary>An element that saw nothing yet.</summary>
    public CheckTCPHeader()
        : base("not TCP", "bad packet length", "bad TCP checksum")
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "CheckTCPHeader";

    private protected override string Complaint => $"{this}: TCP header check failed";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes || Ipv4Header.ReadProtocol(header) != IpProtocol.Tcp)
        {
            return Refuse(packet, NotTcp);
        }

        int headerBytes = Ipv4Header.ReadHeaderLength(header);
        int segmentBytes = Ipv4Header.ReadTotalLength(header) - headerBytes;
        if (segmentBytes < HeaderBytes || header.Length - headerBytes < segmentBytes)
        {
            return Refuse(packet, WrongLength);
        }

        ReadOnlySpan<byte> segment = header.Slice(headerBytes, segmentBytes);
        int tcpHeaderBytes = (segment[DataOffsetByte] >> 4) * 4;
        if (tcpHeaderBytes < HeaderBytes || tcpHeaderBytes > segmentBytes)
        {
            return Refuse(packet, WrongLength);
        }

        bool right = PseudoHeader.Checksum(
            Ipv4Header.ReadSource(header), Ipv4Header.ReadDestination(header), IpProtocol.Tcp, segment) == 0;
        return right ? packet : Refuse(packet, WrongChecksum);
    }
}
