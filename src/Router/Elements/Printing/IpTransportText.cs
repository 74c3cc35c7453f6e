using System.Buffers.Binary;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.Printing;

/// <summary>Addresses and transport header of an IPv4 packet as tcpdump shows them.</summary>
internal sealed class IpTransportText
{
    private const byte FinFlag = 1;
    private const byte SynFlag = 2;
    private const byte ResetFlag = 4;
    private const byte PushFlag = 8;
    private const byte AcknowledgementFlag = 16;
    private const int PortsBytes = 4;
    private const byte EchoReply = 0;
    private const byte Unreachable = 3;
    private const byte Echo = 8;
    private const byte UnreachableProtocol = 2;
    private const byte UnreachablePort = 3;
    private const byte FragmentationNeeded = 4;
    private const ushort OffsetMask = 0x1fff;

    /// <summary>Whether an echo's identifier and sequence number are shown as the wire has them.</summary>
    public bool SwapsEcho { get; set; } = true;

    /// <summary>Writes it.</summary>
    /// <param name="line">Gets the text.</param>
    /// <param name="packetLengthBytes">Length of the whole packet.</param>
    /// <param name="ip">From the IP header on; at least that is whole.</param>
    /// <param name="transport">From the transport header on.</param>
    /// <param name="transportLengthBytes">How much of it belongs to the IP packet; may be below zero.</param>
    public void Append(
        ByteText line,
        int packetLengthBytes,
        ReadOnlySpan<byte> ip,
        ReadOnlySpan<byte> transport,
        int transportLengthBytes)
    {
        bool first = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & OffsetMask) == 0;
        ReadOnlySpan<byte> header = transport[..Math.Max(0, transportLengthBytes)];
        switch ((IpProtocol)ip[9])
        {
            case IpProtocol.Tcp:
                AppendTcp(line, packetLengthBytes, ip, header, first);
                break;
            case IpProtocol.Udp:
                AppendUdp(line, ip, header, first);
                break;
            case IpProtocol.Icmp:
                AppendAddresses(line, ip);
                AppendIcmp(line, header, first);
                break;
            default:
                AppendAddresses(line, ip);
                line.Append("ip-proto-").Append(ip[9]);
                break;
        }
    }

    private static void AppendAddresses(ByteText line, ReadOnlySpan<byte> ip) =>
        line.Append(IpAddress.Read(ip[12..])).Append(" > ").Append(IpAddress.Read(ip[16..])).Append(": ");

    private static bool AppendPorts(
        ByteText line, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> header, bool first, string name)
    {
        if (header.Length < PortsBytes || !first)
        {
            AppendAddresses(line, ip);
            line.Append(first ? "truncated-" : "").Append(name);
            return false;
        }

        line.Append(IpAddress.Read(ip[12..])).Append('.').Append(Number16(header, 0)).Append(" > ")
            .Append(IpAddress.Read(ip[16..])).Append('.').Append(Number16(header, 2)).Append(": ");
        return true;
    }

    private static void AppendTcp(
        ByteText line, int packetLengthBytes, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> header, bool first)
    {
        if (!AppendPorts(line, ip, header, first, "tcp"))
        {
            return;
        }

        if (header.Length < 14)
        {
            line.Append("truncated-tcp");
            return;
        }

        byte flags = header[13];
        int ipLength = Number16(ip, 2);
        int length = ipLength - ((ip[0] & 15) * 4) - (header[12] >> 4 << 2);
        length += (flags & SynFlag) != 0 ? 1 : 0;
        length += (flags & FinFlag) != 0 ? 1 : 0;
        AppendFlags(line, flags);
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        line.Append(' ').Append(sequence).Append(':').Append(sequence + (uint)length)
            .Append('(').Append(length).Append(',').Append(packetLengthBytes)
            .Append(',').Append(ipLength).Append(')');
        if ((flags & AcknowledgementFlag) != 0)
        {
            line.Append(" ack ").Append(BinaryPrimitives.ReadUInt32BigEndian(header[8..]));
        }

        if (header.Length < 16)
        {
            line.Append("truncated-tcp");
        }
        else
        {
            line.Append(" win ").Append(Number16(header, 14));
        }
    }

    private static void AppendFlags(ByteText line, byte flags)
    {
        line.Append((flags & SynFlag) != 0 ? "S" : "").Append((flags & FinFlag) != 0 ? "F" : "")
            .Append((flags & ResetFlag) != 0 ? "R" : "").Append((flags & PushFlag) != 0 ? "P" : "")
            .Append((flags & (SynFlag | FinFlag | ResetFlag | PushFlag)) == 0 ? "." : "");
    }

    private static void AppendUdp(ByteText line, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> header, bool first)
    {
        if (!AppendPorts(line, ip, header, first, "udp"))
        {
            return;
        }

        if (header.Length < UdpHeader.HeaderLengthBytes)
        {
            line.Append("truncated-udp");
        }
        else
        {
            line.Append("udp ").Append(Number16(header, 4));
        }
    }

    private void AppendIcmp(ByteText line, ReadOnlySpan<byte> header, bool first)
    {
        if (!first)
        {
            line.Append("icmp");
            return;
        }

        if (header.Length < 2)
        {
            line.Append("truncated-icmp");
            return;
        }

        switch (header[0])
        {
            case EchoReply:
                AppendEcho(line.Append("icmp echo-reply "), header);
                break;
            case Echo:
                AppendEcho(line.Append("icmp echo "), header);
                break;
            case Unreachable:
                AppendUnreachable(line, header);
                break;
            default:
                AppendOther(line, header[0], header[1]);
                break;
        }
    }

    private void AppendEcho(ByteText line, ReadOnlySpan<byte> header)
    {
        if (header.Length < IcmpHeader.LengthBytes)
        {
            line.Append("truncated-icmp");
            return;
        }

        line.Append('(').Append(EchoNumber(header, 4)).Append(", ").Append(EchoNumber(header, 6)).Append(')');
    }

    private ushort EchoNumber(ReadOnlySpan<byte> header, int offset)
    {
        ushort number = Number16(header, offset);
        return SwapsEcho ? number : BinaryPrimitives.ReverseEndianness(number);
    }

    // The report quotes the packet that could not be delivered.
    private static void AppendUnreachable(ByteText line, ReadOnlySpan<byte> header)
    {
        byte code = header[1];
        string? name = NumberNames.OfIcmpCode(Unreachable, code);
        ReadOnlySpan<byte> quoted = header[Math.Min(header.Length, IcmpHeader.LengthBytes)..];
        line.Append("icmp ");
        if (quoted.Length < Ipv4Header.LengthBytes)
        {
            AppendCode(line.Append("unreachable "), name, code);
            line.Append(" truncated-icmp");
            return;
        }

        AppendCode(line.Append(IpAddress.Read(quoted[16..])).Append(" unreachable "), name, code);
        switch (code)
        {
            case UnreachableProtocol:
                AppendProtocol(line.Append(' '), quoted[9], "");
                break;
            case UnreachablePort:
                AppendProtocol(line.Append(' '), quoted[9], "protocol ");
                int ports = (quoted[0] & 15) * 4;
                if (quoted.Length - ports < PortsBytes)
                {
                    line.Append("truncated-icmp");
                }
                else
                {
                    line.Append('/').Append(Number16(quoted, ports + 2));
                }

                break;
            case FragmentationNeeded when Number16(header, 6) is > 0 and var mtu:
                line.Append(" (mtu ").Append(mtu).Append(')');
                break;
            default:
                break;
        }
    }

    private static void AppendOther(ByteText line, byte type, byte code)
    {
        line.Append("icmp ");
        if (NumberNames.OfIcmpType(type) is { } name)
        {
            line.Append(name);
        }
        else
        {
            line.Append("type ").Append(type);
        }

        if (NumberNames.OfIcmpCode(type, code) is { } codeName)
        {
            line.Append(' ').Append(codeName);
        }
        else if (code != 0)
        {
            line.Append(" code ").Append(code);
        }
    }

    private static void AppendCode(ByteText line, string? name, byte code)
    {
        if (name is null)
        {
            line.Append("code ").Append(code);
        }
        else
        {
            line.Append(name);
        }
    }

    private static void AppendProtocol(ByteText line, byte protocol, string prefix)
    {
        if (NumberNames.OfProtocol(protocol) is { } name)
        {
            line.Append(name);
        }
        else
        {
            line.Append(prefix).Append(protocol);
        }
    }

    private static ushort Number16(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
}
