using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Packets;

namespace Xia.Router.Captures;

/// <summary>Finds the IP packet in a frame of a capture.</summary>
internal static class LinkLayer
{
    private const ushort Ip6Type = 0x86dd;
    private const ushort VlanType = 0x8100;
    private const int VlanTagBytes = 4;
    private const int SnapBytes = 8;
    private const int CookedBytes = 16;
    private const int PrismBytes = 144;
    private const int SunAtmBytes = 4;
    private const int FddiBytes = 13;
    private const int HdlcBytes = 4;
    private const int LoopbackBytes = 4;
    private const int Ip6HeaderBytes = 40;
    private const int Ip4DestinationOffset = 16;
    private const byte IpServicePoint = 0x06;
    private const byte SnapServicePoint = 0xaa;
    private const uint BridgedOrganization = 0x0080c2;
    private const uint CiscoOrganization = 0x0000f8;

    /// <summary>Whether frames of this type can be looked into.</summary>
    public static bool IsKnown(LinkType type) => type is LinkType.Null or LinkType.Ethernet or LinkType.Ppp
        or LinkType.Fddi or LinkType.PppHdlc or LinkType.AtmRfc1483 or LinkType.Raw or LinkType.CiscoHdlc
        or LinkType.Wireless or LinkType.LinuxCooked or LinkType.Prism or LinkType.SunAtm
        or LinkType.WirelessRadio;

    /// <summary>Where an IPv4 or IPv6 packet starts; null when the frame carries none.</summary>
    public static int? FindIp(LinkType type, ReadOnlySpan<byte> frame) => type switch
    {
        LinkType.Raw => 0,
        LinkType.Ethernet => InEthernet(frame, 0),
        LinkType.Fddi => InFddi(frame, 0),
        LinkType.AtmRfc1483 => InSnap(frame, 0),
        LinkType.SunAtm => InSnap(frame, SunAtmBytes),
        LinkType.LinuxCooked => IsIp(frame, CookedBytes - 2) ? CookedBytes : null,
        LinkType.CiscoHdlc => IsIp(frame, HdlcBytes - 2) ? HdlcBytes : null,
        LinkType.PppHdlc => InPppHdlc(frame),
        LinkType.Ppp => InPpp(frame),
        LinkType.Wireless => InWireless(frame, 0),
        LinkType.Prism => InWireless(frame, PrismBytes),
        LinkType.WirelessRadio => InRadio(frame),
        LinkType.Null => InLoopback(frame),
        _ => null,
    };

    /// <summary>Marks a packet's IP header and what follows; false when it has none.</summary>
    public static bool TryMarkIp(Packet packet, LinkType type)
    {
        ReadOnlySpan<byte> frame = packet.Data;
        if (FindIp(type, frame) is not { } start || start >= frame.Length)
        {
            return false;
        }

        int version = frame[start] >> 4;
        int header = version == 4 ? (frame[start] & 15) * 4 : Ip6HeaderBytes;
        if (version is not (4 or 6) || header < Ipv4Header.LengthBytes || start + header > frame.Length)
        {
            return false;
        }

        packet.SetNetworkHeader(start);
        packet.SetTransportHeader(start + header);
        if (version == 4)
        {
            packet.Annotations.DestinationIp =
                BinaryPrimitives.ReadUInt32BigEndian(frame[(start + Ip4DestinationOffset)..]);
        }

        return true;
    }

    private static bool IsIp(ReadOnlySpan<byte> frame, int offset) =>
        frame.Length >= offset + 2 && Number16(frame, offset) is EtherTypes.Ipv4 or Ip6Type;

    private static ushort Number16(ReadOnlySpan<byte> frame, int offset) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);

    private static int? InEthernet(ReadOnlySpan<byte> frame, int start)
    {
        int type = start + EthernetHeader.LengthBytes - 2;
        if (frame.Length >= type + 2 + VlanTagBytes && Number16(frame, type) == VlanType)
        {
            type += VlanTagBytes;
        }

        return IsIp(frame, type) ? type + 2 : null;
    }

    private static int? InFddi(ReadOnlySpan<byte> frame, int start)
    {
        const byte classMask = 0xf0;
        const byte logicalLink = 0x50;
        return frame.Length > start && (frame[start] & classMask) == logicalLink
            ? InSnap(frame, start + FddiBytes)
            : null;
    }

    // LLC and SNAP (RFC 1483, RFC 2684): routed IP, or a bridged frame.
    private static int? InSnap(ReadOnlySpan<byte> frame, int start)
    {
        if (frame.Length >= start + 4 && frame[start] == IpServicePoint && frame[start + 1] == IpServicePoint)
        {
            return start + 4;
        }

        if (frame.Length < start + SnapBytes || frame[start] != SnapServicePoint
            || frame[start + 1] != SnapServicePoint)
        {
            return null;
        }

        uint organization = BinaryPrimitives.ReadUInt32BigEndian(frame[(start + 2)..]) & 0xff_ffff;
        ushort type = Number16(frame, start + SnapBytes - 2);
        return (organization, type) switch
        {
            (0 or CiscoOrganization, EtherTypes.Ipv4 or Ip6Type) => start + SnapBytes,
            (BridgedOrganization, 1 or 7) => InEthernet(frame, start + SnapBytes),
            (BridgedOrganization, 4 or 10) => InFddi(frame, start + SnapBytes + 1),
            _ => null,
        };
    }

    private static int? InPppHdlc(ReadOnlySpan<byte> frame)
    {
        const byte allStations = 0xff;
        const byte ciscoUnicast = 0x0f;
        const byte ciscoBroadcast = 0x8f;
        if (frame.Length < HdlcBytes)
        {
            return null;
        }

        return frame[0] switch
        {
            allStations => frame[2] == 0 && IsPppIp(frame[3]) ? HdlcBytes : null,
            ciscoUnicast or ciscoBroadcast => IsIp(frame, HdlcBytes - 2) ? HdlcBytes : null,
            _ => null,
        };
    }

    // Address and control, and the first byte of the protocol, may have been compressed away.
    private static int? InPpp(ReadOnlySpan<byte> frame)
    {
        int start = frame.StartsWith((ReadOnlySpan<byte>)[0xff, 0x03]) ? 2 : 0;
        if (frame.Length < start + 2)
        {
            return null;
        }

        if (IsPppIp(frame[start]))
        {
            return start + 1;
        }

        return frame[start] == 0 && IsPppIp(frame[start + 1]) ? start + 2 : null;
    }

    private static bool IsPppIp(byte protocol) => protocol is 0x21 or 0x57;

    private static int? InWireless(ReadOnlySpan<byte> frame, int start)
    {
        const byte typeMask = 0x0c;
        const byte dataType = 0x08;
        const byte betweenStations = 0x03;
        const int headerBytes = 24;
        if (frame.Length < start + headerBytes || (frame[start] & typeMask) != dataType)
        {
            return null;
        }

        bool fourAddresses = (frame[start + 1] & betweenStations) == betweenStations;
        return InSnap(frame, start + headerBytes + (fourAddresses ? 6 : 0));
    }

    private static int? InRadio(ReadOnlySpan<byte> frame)
    {
        const int shortestHeaderBytes = 8;
        if (frame.Length < 4)
        {
            return null;
        }

        ushort length = BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]);
        return length >= shortestHeaderBytes ? InWireless(frame, length) : null;
    }

    // The family's number is that of the capturing host, in either byte order; three systems differ on IPv6.
    private static int? InLoopback(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < LoopbackBytes)
        {
            return null;
        }

        int family = BinaryPrimitives.ReadUInt16LittleEndian(frame);
        family = family == 0 ? Number16(frame, 2) : family;
        return family is 2 or 24 or 28 or 30 ? LoopbackBytes : null;
    }
}
