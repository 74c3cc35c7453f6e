using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>A packet as a summary sees it: which headers can be believed, how long they are.</summary>
/// <remarks>Lengths leave out what stands behind the IP packet, such as Ethernet padding.</remarks>
internal sealed class SummaryView
{
    /// <summary>The value of a field that the packet does not have.</summary>
    public const long Missing = -1;

    private const int IpLengthEndsAt = 4;
    private const int IpProtocolOffset = 9;
    private const int LongestIpLengthBytes = 0xffff;

    private int _transportOffset;

    /// <summary>The packet at hand.</summary>
    public Packet Packet { get; private set; } = null!;

    /// <summary>Gets a line that says what is wrong with the packet; null when nobody wants it.</summary>
    public ByteText? Complaint { get; init; }

    /// <summary>Whether a packet with fewer bytes than its IP length is complained about.</summary>
    public bool IsCarefulAboutTruncation { get; init; } = true;

    /// <summary>Whether the annotation of missing bytes counts.</summary>
    public bool CountsExtraLength { get; init; } = true;

    /// <summary>Whether there is an IPv4 header.</summary>
    public bool HasIp { get; private set; }

    /// <summary>Whether a TCP header follows.</summary>
    public bool HasTcp { get; private set; }

    /// <summary>Whether a UDP header follows.</summary>
    public bool HasUdp { get; private set; }

    /// <summary>Whether an ICMP header follows.</summary>
    public bool HasIcmp { get; private set; }

    /// <summary>Bytes behind the end of the IP packet.</summary>
    public int PaddingBytes { get; private set; }

    /// <summary>Length of the packet without padding.</summary>
    public int LengthBytes => Packet.LengthBytes - PaddingBytes;

    /// <summary>From the IP header to the end; meaningful with <see cref="HasIp"/>.</summary>
    public int NetworkLengthBytes => Packet.LengthBytes - Packet.NetworkOffset - PaddingBytes;

    /// <summary>From the transport header to the end; meaningful with <see cref="HasIp"/>.</summary>
    public int TransportLengthBytes => LengthBytes - _transportOffset;

    /// <summary>Where the transport header starts in the packet.</summary>
    public int TransportOffset => _transportOffset;

    /// <summary>The packet from its IP header on.</summary>
    public ReadOnlySpan<byte> Network => Packet.NetworkHeader;

    /// <summary>The packet from its transport header on.</summary>
    public ReadOnlySpan<byte> Transport =>
        Network[Math.Min(Network.Length, _transportOffset - Packet.NetworkOffset)..];

    /// <summary>How long the IP header says that it is.</summary>
    public int IpHeaderLengthBytes => (Network[0] & 15) * 4;

    /// <summary>How long the IP header says that the packet is.</summary>
    public int IpLengthBytes => Network16(2);

    /// <summary>The IP header's fragment field; 0 when cut off.</summary>
    public ushort FragmentField => Network.Length >= 8 ? Network16(6) : (ushort)0;

    /// <summary>The IP header's protocol; 0 when cut off.</summary>
    public IpProtocol Protocol =>
        Network.Length > IpProtocolOffset ? (IpProtocol)Network[IpProtocolOffset] : default;

    /// <summary>Whether it is a whole packet or its first fragment.</summary>
    public bool IsFirstFragment => (FragmentField & Ipv4Bits.OffsetMask) == 0;

    /// <summary>Looks at another packet.</summary>
    public void Begin(Packet packet)
    {
        Packet = packet;
        HasIp = HasTcp = HasUdp = HasIcmp = false;
        PaddingBytes = 0;
        Complaint?.Clear();
    }

    /// <summary>Finds and checks the headers; accounts for the bytes that the packet lost.</summary>
    /// <remarks>
    /// As in Click, the annotation of lost bytes is folded into the lengths here: it is 0 afterwards unless
    /// the packet is longer than an IP length can say.
    /// </remarks>
    public void ExamineHeaders()
    {
        HasIp = Packet.HasNetworkHeader && CheckIp();
        if (HasIp)
        {
            FindTransport();
            FoldExtraLength();
        }
    }

    /// <summary>A 16-bit number of the IP header.</summary>
    public ushort Network16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Network[offset..]);

    /// <summary>A 16-bit number of the transport header.</summary>
    public ushort Transport16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Transport[offset..]);

    /// <summary>A 32-bit number of the transport header.</summary>
    public uint Transport32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Transport[offset..]);

    /// <summary>Whether the IP header's first bytes are there; complains if not.</summary>
    public bool NeedsIp(int lengthBytes)
    {
        if (HasIp && NetworkLengthBytes >= lengthBytes)
        {
            return true;
        }

        Complain(SummaryLayer.Ip, lengthBytes);
        return false;
    }

    /// <summary>Whether the first bytes of a transport header are there; complains if not.</summary>
    public bool NeedsTransport(SummaryLayer layer, int lengthBytes)
    {
        bool present = layer switch
        {
            SummaryLayer.Tcp => HasTcp,
            SummaryLayer.Udp => HasUdp,
            SummaryLayer.Icmp => HasIcmp,
            _ => HasIp && NetworkLengthBytes > IpHeaderLengthBytes && IsFirstFragment
                && Ipv4Bits.HasPorts(Protocol),
        };
        if (present && TransportLengthBytes >= lengthBytes)
        {
            return true;
        }

        Complain(layer, lengthBytes);
        return false;
    }

    /// <summary>Notes why a field is missing, unless something was noted before.</summary>
    /// <remarks>A packet of another protocol is no bad packet.</remarks>
    public void Complain(SummaryLayer layer, int neededBytes)
    {
        if (Complaint is null || Complaint.Length > 0)
        {
            return;
        }

        if (layer == SummaryLayer.Ethernet)
        {
            Complain("Ethernet header");
        }
        else if (!HasIp)
        {
            Complain("no IP header");
        }
        else if (layer == SummaryLayer.Ip)
        {
            Complain("truncated IP header capture");
        }
        else if (NetworkLengthBytes <= IpProtocolOffset || IsOf(layer))
        {
            ComplainOfTransport(layer, neededBytes);
        }
    }

    private bool CheckIp()
    {
        int length = NetworkLengthBytes;
        if (length < IpLengthEndsAt)
        {
            Complain("truncated IP header");
        }
        else if (Network[0] >> 4 != 4)
        {
            Complain("IP version ", Network[0] >> 4);
        }
        else if (IpHeaderLengthBytes < Ipv4Header.LengthBytes)
        {
            Complain("IP header length ", IpHeaderLengthBytes / 4);
        }
        else if (IpLengthBytes < IpHeaderLengthBytes)
        {
            Complain("IP length ", IpLengthBytes);
        }
        else
        {
            CompareLength(length);
            return true;
        }

        return false;
    }

    private void CompareLength(int length)
    {
        ref PacketAnnotations annotations = ref Packet.Annotations;
        if (length > IpLengthBytes)
        {
            PaddingBytes = length - IpLengthBytes;
            annotations.ExtraLengthBytes += (uint)PaddingBytes;
        }
        else if (IsCarefulAboutTruncation && length + (long)annotations.ExtraLengthBytes < IpLengthBytes)
        {
            Complain("truncated IP missing ", IpLengthBytes - length - annotations.ExtraLengthBytes);
        }
    }

    private void FindTransport()
    {
        _transportOffset = Packet.HasTransportHeader
            ? Packet.TransportOffset
            : Packet.NetworkOffset + IpHeaderLengthBytes;
        if (NetworkLengthBytes <= IpHeaderLengthBytes || !IsFirstFragment)
        {
            return;
        }

        HasUdp = Protocol == IpProtocol.Udp;
        HasIcmp = Protocol == IpProtocol.Icmp;
        HasTcp = Protocol == IpProtocol.Tcp;
        if (HasTcp && TransportLengthBytes > 12 && Transport[12] >> 4 < TcpHeader.MinimumLengthBytes / 4)
        {
            Complain("TCP header length ", Transport[12] >> 4);
            HasTcp = false;
        }
    }

    private void FoldExtraLength()
    {
        ref PacketAnnotations annotations = ref Packet.Annotations;
        if (annotations.ExtraLengthBytes > 0)
        {
            long full = NetworkLengthBytes + (long)annotations.ExtraLengthBytes;
            bool isTooLong = IpLengthBytes == LongestIpLengthBytes && full > LongestIpLengthBytes;
            annotations.ExtraLengthBytes = isTooLong ? (uint)(full - LongestIpLengthBytes) : 0;
        }
    }

    private bool IsOf(SummaryLayer layer) => layer switch
    {
        SummaryLayer.Tcp => Protocol == IpProtocol.Tcp,
        SummaryLayer.Udp => Protocol == IpProtocol.Udp,
        SummaryLayer.Icmp => Protocol == IpProtocol.Icmp,
        _ => Protocol is IpProtocol.Tcp or IpProtocol.Udp,
    };

    private void ComplainOfTransport(SummaryLayer layer, int neededBytes)
    {
        string name = layer switch
        {
            SummaryLayer.Tcp => "TCP",
            SummaryLayer.Udp => "UDP",
            SummaryLayer.Icmp => "ICMP",
            _ => "TCP/UDP",
        };
        if (!IsFirstFragment)
        {
            Complain($"fragmented {name} header");
        }
        else if (TransportLengthBytes + (long)Packet.Annotations.ExtraLengthBytes >= neededBytes)
        {
            Complain($"truncated {name} header capture");
        }
        else
        {
            Complain($"truncated {name} header");
        }
    }

    private void Complain(string text, long? number = null)
    {
        if (Complaint is not { Length: 0 } complaint)
        {
            return;
        }

        complaint.Append("!bad ").Append(text);
        if (number is { } value)
        {
            complaint.Append(value);
        }

        complaint.Append('\n');
    }
}
