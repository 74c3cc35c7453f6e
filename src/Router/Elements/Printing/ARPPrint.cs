using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Printing;

/// <summary>Prints each ARP packet as tcpdump does.</summary>
/// <syntax>
/// ARPPrint([LABEL, keywords TIMESTAMP true, ETHER false, ACTIVE true, OUTFILE])
/// </syntax>
/// <remarks>
/// Needs the mark of the network header; packets without it pass unprinted. ETHER prints the addresses of
/// the Ethernet header before the packet. Lines go to the console, or to the file OUTFILE.
/// </remarks>
/// <handler name="active" access="rw">Whether packets are printed.</handler>
public sealed class ARPPrint : PrintingElement
{
    private const int FixedBytes = 8;
    private const ushort TrailerType = 0x1000;
    private const ushort EthernetHardware = 1;
    private const int SenderMacOffset = 8;
    private const int SenderIpOffset = 14;
    private const int TargetMacOffset = 18;
    private const int TargetIpOffset = 24;

    private string _label = "";
    private bool _timestamp;
    private bool _ethernet;

    /// <inheritdoc/>
    public override string ClassName => "ARPPrint";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _label = arguments.Positional("LABEL", ArgumentTypes.Text, "");
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        _ethernet = arguments.Keyword("ETHER", ArgumentTypes.Bool, false);
        IsActive = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        FileName = arguments.Keyword("OUTFILE", ArgumentTypes.FileName, "");
    }

    private protected override bool Describe(Packet packet)
    {
        if (!packet.HasNetworkHeader)
        {
            return false;
        }

        if (_label.Length > 0)
        {
            Line.Append(_label).Append(": ");
        }

        if (_timestamp)
        {
            Line.Append(packet.Annotations.Timestamp).Append(": ");
        }

        if (_ethernet)
        {
            DescribeEthernet(packet);
        }

        ReadOnlySpan<byte> arp = packet.NetworkHeader;
        if (arp.Length < FixedBytes)
        {
            Line.Append("truncated-arp (").Append(arp.Length).Append(')');
            return true;
        }

        ushort hardware = BinaryPrimitives.ReadUInt16BigEndian(arp);
        ushort protocol = BinaryPrimitives.ReadUInt16BigEndian(arp[2..]);
        ushort operation = BinaryPrimitives.ReadUInt16BigEndian(arp[6..]);
        if (protocol is not (EtherTypes.Ipv4 or TrailerType)
            || arp[5] != IpAddress.LengthBytes || arp[4] != MacAddress.LengthBytes)
        {
            Line.Append("arp-#").Append(operation).Append(" for proto #").Append(protocol).Append(" (")
                .Append(arp[5]).Append(") hardware #").Append(hardware)
                .Append(" (").Append(arp[4]).Append(')');
            return true;
        }

        if (arp.Length < ArpPacket.LengthBytes)
        {
            Line.Append("truncated-arp (").Append(arp.Length).Append(')');
            return true;
        }

        Line.Append(protocol == TrailerType ? "trailer-" : "");
        DescribeOperation(operation, arp);
        if (hardware != EthernetHardware)
        {
            Line.Append("hardware #").Append(hardware);
        }

        return true;
    }

    private void DescribeEthernet(Packet packet)
    {
        int start = packet.HasMacHeader ? packet.MacOffset : 0;
        if (start + EthernetHeader.LengthBytes > Math.Min(packet.NetworkOffset, packet.LengthBytes))
        {
            return;
        }

        ReadOnlySpan<byte> header = packet.HasMacHeader ? packet.MacHeader : packet.Data;
        Line.AppendEthernet(header[MacAddress.LengthBytes..]).Append(" > ")
            .AppendEthernet(header).Append(": ");
    }

    private void DescribeOperation(ushort operation, ReadOnlySpan<byte> arp)
    {
        ReadOnlySpan<byte> senderMac = arp[SenderMacOffset..SenderIpOffset];
        ReadOnlySpan<byte> targetMac = arp[TargetMacOffset..TargetIpOffset];
        IpAddress sender = IpAddress.Read(arp[SenderIpOffset..]);
        IpAddress target = IpAddress.Read(arp[TargetIpOffset..]);
        switch (operation)
        {
            case 1:
                Line.Append("arp who-has ").Append(target);
                if (targetMac.ContainsAnyExcept((byte)0))
                {
                    Line.Append(" (").AppendEthernet(targetMac).Append(')');
                }

                Line.Append(" tell ").Append(sender);
                break;
            case 2:
                Line.Append("arp reply ").Append(sender).Append(" is-at ").AppendEthernet(senderMac);
                break;
            case 3:
                DescribeReverse("rarp who-is ", targetMac).Append(" tell ").AppendEthernet(senderMac);
                break;
            case 4:
                DescribeReverse("rarp reply ", targetMac).Append(" at ").Append(target);
                break;
            case 8:
                DescribeReverse("invarp who-is ", targetMac).Append(" tell ").AppendEthernet(senderMac);
                break;
            case 9:
                DescribeReverse("invarp reply ", targetMac).Append(" at ").Append(target);
                break;
            default:
                Line.Append("arp-#").Append(operation);
                break;
        }
    }

    private ByteText DescribeReverse(string what, ReadOnlySpan<byte> mac) =>
        Line.Append(what).AppendEthernet(mac);
}
