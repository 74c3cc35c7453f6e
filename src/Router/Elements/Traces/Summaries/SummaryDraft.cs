using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>A packet that is put together from the fields of one line of a summary.</summary>
/// <remarks>
/// <code>
/// | room for a link header | link header | network header | transport header | payload … zeros |
///                           ^ _start                                                  ^ _end
/// </code>
/// One flat room is reused for all packets; what lies behind <c>_end</c> may be written before the packet
/// grows to hold it, as fields come in an order of their own. Headers appear when the first field of theirs
/// does, with sensible contents.
/// </remarks>
internal sealed class SummaryDraft
{
    private const int LinkRoomBytes = 16;
    private const int SlackBytes = 256;
    private const int CapacityBytes = PacketPool.MaximumDataBytes;
    private const int Unset = -1;
    private const byte DefaultTimeToLive = 100;
    private const int DccpHeaderBytes = 12;
    private const int ShortestPortsBytes = 4;
    private const int TcpOffsetEndsAt = 13;

    private readonly byte[] _room = new byte[CapacityBytes + SlackBytes];
    private readonly IpProtocol _defaultProtocol;
    private readonly FlowDefaults? _flow;
    private int _start = LinkRoomBytes;
    private int _end = LinkRoomBytes;
    private int _link;
    private int _network;
    private int _transport;
    private PacketAnnotations _annotations;

    /// <summary>Room for the packets of one file.</summary>
    /// <param name="defaultProtocol">The protocol of packets that do not say theirs.</param>
    /// <param name="flow">Their addresses and ports; null for zeros.</param>
    public SummaryDraft(IpProtocol defaultProtocol, FlowDefaults? flow)
    {
        _defaultProtocol = defaultProtocol;
        _flow = flow;
    }

    /// <summary>The minor version of the format: 0 counts fragment offsets in units of eight bytes.</summary>
    public int MinorVersion { get; set; }

    /// <summary>Bytes of a field that was just read, such as options.</summary>
    public ByteText Value { get; } = new();

    /// <summary>The packet's annotations.</summary>
    public ref PacketAnnotations Annotations => ref _annotations;

    /// <summary>Whether an IPv4 header may follow the link header.</summary>
    public bool IsIp { get; set; }

    /// <summary>Whether a field gave the ICMP type.</summary>
    public bool HasIcmpType { get; set; }

    /// <summary>Whether a field gave the ICMP code.</summary>
    public bool HasIcmpCode { get; set; }

    /// <summary>Whether a field gave the length of the IP header.</summary>
    public bool HasIpHeaderLength { get; set; }

    /// <summary>Whether a field gave the length of the TCP header.</summary>
    public bool HasTcpHeaderLength { get; set; }

    /// <summary>How long the packet is said to be, from its link header on; 0 when nothing says it.</summary>
    public uint WantedLengthBytes { get; set; }

    /// <summary>Whether the packet outgrew what a packet may hold.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Length of the packet so far.</summary>
    public int LengthBytes => _end - _start;

    /// <summary>Whether the place of a link header is known.</summary>
    public bool HasLink => _link != Unset;

    /// <summary>Whether the place of a network header is known.</summary>
    public bool HasNetwork => _network != Unset;

    /// <summary>The link header.</summary>
    public Span<byte> Link => _room.AsSpan(_link, EthernetHeader.LengthBytes);

    /// <summary>From the network header on, as far as may be written.</summary>
    public Span<byte> Network => _room.AsSpan(_network);

    /// <summary>From the transport header on, as far as may be written.</summary>
    public Span<byte> Transport => _room.AsSpan(_transport);

    /// <summary>Where the network header starts in the packet.</summary>
    public int NetworkOffset => _network - _start;

    /// <summary>Where the transport header starts in the packet.</summary>
    public int TransportOffset => _transport - _start;

    /// <summary>From the network header to the end.</summary>
    public int NetworkLengthBytes => _end - _network;

    /// <summary>From the transport header to the end.</summary>
    public int TransportLengthBytes => _end - _transport;

    /// <summary>How long the IP header says that it is.</summary>
    public int IpHeaderLengthBytes => (Network[0] & 15) * 4;

    /// <summary>The length in the IP header; 0 while nothing was written there.</summary>
    public ushort IpLengthBytes
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(Network[2..]);
        private set => BinaryPrimitives.WriteUInt16BigEndian(Network[2..], value);
    }

    /// <summary>The protocol in the IP header.</summary>
    public IpProtocol Protocol => (IpProtocol)Network[9];

    /// <summary>Whether it is a whole packet or its first fragment.</summary>
    public bool IsFirstFragment => (FragmentField & Ipv4Bits.OffsetMask) == 0;

    private ushort FragmentField => BinaryPrimitives.ReadUInt16BigEndian(Network[6..]);

    private bool HasIpHeader => IsIp && HasNetwork;

    /// <summary>Starts another packet: empty, without headers.</summary>
    public void Begin()
    {
        _room.AsSpan(0, Math.Min(_room.Length, _end + SlackBytes)).Clear();
        _start = _end = LinkRoomBytes;
        _link = _network = _transport = Unset;
        _annotations = default;
        IsIp = true;
        HasIcmpType = HasIcmpCode = HasIpHeaderLength = HasTcpHeaderLength = IsTooLong = false;
        WantedLengthBytes = 0;
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Extend(int count)
    {
        if (count > CapacityBytes - _end)
        {
            IsTooLong = true;
            return false;
        }

        _end += count;
        return true;
    }

    /// <summary>Makes the packet reach a length behind its network header.</summary>
    public bool EnsureNetwork(int lengthBytes) =>
        NetworkLengthBytes >= lengthBytes || Extend(lengthBytes - NetworkLengthBytes);

    /// <summary>Makes the packet reach a length behind its transport header.</summary>
    public bool EnsureTransport(int lengthBytes) =>
        TransportLengthBytes >= lengthBytes || Extend(lengthBytes - TransportLengthBytes);

    /// <summary>Writes bytes at a place of the packet.</summary>
    public void Write(int offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_room.AsSpan(_start + offset));

    /// <summary>Puts an Ethernet header before the packet unless there is one.</summary>
    public void MakeLink()
    {
        if (HasLink)
        {
            return;
        }

        _start -= EthernetHeader.LengthBytes;
        _link = _start;
        _network = _start + EthernetHeader.LengthBytes;
        BinaryPrimitives.WriteUInt16BigEndian(Link[12..], EtherTypes.Ipv4);
    }

    /// <summary>Makes an IPv4 header unless there is one.</summary>
    /// <param name="protocol">The protocol that it has to carry; null for any.</param>
    /// <returns>Whether there is such a header; a header without a protocol carries any.</returns>
    public bool MakeIp(IpProtocol? protocol)
    {
        if (!IsIp)
        {
            return false;
        }

        if (!HasNetwork)
        {
            _network = _transport = _start;
        }

        if (NetworkLengthBytes < Ipv4Header.LengthBytes && !WriteIpHeader())
        {
            return false;
        }

        return protocol is null || Protocol == default || Protocol == protocol;
    }

    /// <summary>Makes the transport header that the protocol asks for; needs an IPv4 header.</summary>
    /// <returns>Whether the packet may have one.</returns>
    public bool MakeTransport()
    {
        if (!IsFirstFragment)
        {
            return false;
        }

        return TransportLengthBytes >= UdpHeader.HeaderLengthBytes || WriteTransportHeader();
    }

    /// <summary>Marks where the transport header starts.</summary>
    public void SetIpHeaderLength(int lengthBytes)
    {
        Network[0] = (byte)((Network[0] & 0xf0) | (lengthBytes / 4));
        _transport = _network + lengthBytes;
    }

    /// <summary>Fills in lengths, and the checksums where asked, and makes the packet.</summary>
    /// <returns>The packet; null when it is too long.</returns>
    public Packet? Finish(PacketPool pool, bool withChecksums)
    {
        if (_flow is not null)
        {
            MakeIp(null);
        }

        if (HasIpHeader && _transport != Unset)
        {
            MakeTransport();
            FinishLengths(withChecksums);
        }

        if (IsTooLong)
        {
            return null;
        }

        Packet packet = pool.Take(_room.AsSpan(_start, LengthBytes));
        packet.Annotations = _annotations;
        if (WantedLengthBytes > LengthBytes)
        {
            packet.Annotations.ExtraLengthBytes = WantedLengthBytes - (uint)LengthBytes;
        }

        MarkHeaders(packet);
        return packet;
    }

    private bool WriteIpHeader()
    {
        if (!Extend(Ipv4Header.LengthBytes - NetworkLengthBytes))
        {
            return false;
        }

        Network[0] = 4 << 4;
        SetIpHeaderLength(Ipv4Header.LengthBytes);
        Network[8] = DefaultTimeToLive;
        Network[9] = (byte)_defaultProtocol;
        IpLengthBytes = 0;
        _flow?.Source.Write(Network[12..]);
        _flow?.Destination.Write(Network[16..]);
        return true;
    }

    // The header is cut short where the packet is said to be; ports are still written whole.
    private bool WriteTransportHeader()
    {
        int? needed = Protocol switch
        {
            IpProtocol.Tcp => TcpHeader.MinimumLengthBytes,
            IpProtocol.Udp or Ipv4Bits.UdpLite => UdpHeader.HeaderLengthBytes,
            IpProtocol.Icmp => IcmpHeader.LengthBytes,
            Ipv4Bits.Dccp => DccpHeaderBytes,
            _ => null,
        };
        if (needed is not { } length)
        {
            return true;
        }

        if (WantedLengthBytes > 0 && WantedLengthBytes < TransportOffset + length)
        {
            length = (int)WantedLengthBytes - TransportOffset;
        }

        if (TransportLengthBytes >= length)
        {
            return true;
        }

        if (!Extend(length - TransportLengthBytes))
        {
            return false;
        }

        if (Protocol == IpProtocol.Tcp && length >= TcpOffsetEndsAt)
        {
            Transport[12] = TcpHeader.MinimumLengthBytes / 4 << 4;
        }

        if (_flow is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Transport, _flow.SourcePort);
            BinaryPrimitives.WriteUInt16BigEndian(Transport[2..ShortestPortsBytes], _flow.DestinationPort);
        }

        return true;
    }

    private void FinishLengths(bool withChecksums)
    {
        if (IpLengthBytes == 0)
        {
            uint length = WantedLengthBytes;
            length -= length >= NetworkOffset ? (uint)NetworkOffset : 0;
            length = length == 0 ? (uint)NetworkLengthBytes : length;
            IpLengthBytes = (ushort)Math.Min(length, Ipv4Header.MaximumPacketBytes);
        }

        if (Protocol == IpProtocol.Udp && IsFirstFragment
            && BinaryPrimitives.ReadUInt16BigEndian(Transport[4..]) == 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(
                Transport[4..], (ushort)(IpLengthBytes - (_transport - _network)));
        }

        _annotations.DestinationIp = BinaryPrimitives.ReadUInt32BigEndian(Network[16..]);
        if (withChecksums && EnsureNetwork(IpLengthBytes))
        {
            SummaryChecksums.Write(
                _room.AsSpan(_network, NetworkLengthBytes),
                IpHeaderLengthBytes,
                Ipv4Bits.IsFragment(FragmentField) ? default : Protocol,
                _room.AsSpan(_transport, TransportLengthBytes));
        }
    }

    private void MarkHeaders(Packet packet)
    {
        if (HasLink)
        {
            packet.SetMacHeader(_link - _start);
        }

        if (HasNetwork)
        {
            packet.SetNetworkHeader(NetworkOffset);
        }

        if (_transport != Unset && TransportOffset <= LengthBytes)
        {
            packet.SetTransportHeader(TransportOffset);
        }
    }
}
