using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Ip;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Passes UDP datagrams whose length and checksum are right.</summary>
/// <syntax>CheckUDPHeader([keywords VERBOSE false, DETAILS false])</syntax>
/// <remarks>
/// Needs the network header marked. A checksum of 0 means that the sender made none. Wrong packets leave at
/// output 1 or are dropped; the first one is told on the console, with VERBOSE every one.
/// </remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
/// <handler name="drop_details" access="r">Number and reason per line; only with DETAILS.</handler>
public sealed class CheckUDPHeader : HeaderCheck
{
    private const int NotUdp = 0;
    private const int WrongLength = 1;
    private const int WrongChecksum = 2;
    private const int LengthOffset = 4;
    private const int ChecksumOffset = 6;

    /// <summary>An element that saw nothing yet.</summary>
    public CheckUDPHeader()
        : base("not UDP", "bad packet length", "bad UDP checksum")
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "CheckUDPHeader";

    private protected override string Complaint => "UDP header check failed";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes || Ipv4Header.ReadProtocol(header) != IpProtocol.Udp)
        {
            return Refuse(packet, NotUdp);
        }

        int headerBytes = Ipv4Header.ReadHeaderLength(header);
        if (header.Length - headerBytes < UdpHeader.HeaderLengthBytes)
        {
            return Refuse(packet, WrongLength);
        }

        ReadOnlySpan<byte> datagram = header[headerBytes..];
        int lengthBytes = BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
        if (lengthBytes < UdpHeader.HeaderLengthBytes || lengthBytes > datagram.Length)
        {
            return Refuse(packet, WrongLength);
        }

        bool right = BinaryPrimitives.ReadUInt16BigEndian(datagram[ChecksumOffset..]) == 0
            || PseudoHeader.Checksum(
                Ipv4Header.ReadSource(header),
                Ipv4Header.ReadDestination(header),
                IpProtocol.Udp,
                datagram[..lengthBytes]) == 0;
        return right ? packet : Refuse(packet, WrongChecksum);
    }
}
