using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Icmp;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Reads of IPv4 headers what tells flows apart, also of those that ICMP errors quote.</summary>
internal static class FlowHeader
{
    /// <summary>TCP's flag FIN.</summary>
    public const byte FinFlag = 1;

    /// <summary>TCP's flag SYN.</summary>
    public const byte SynFlag = 2;

    /// <summary>TCP's flag RST.</summary>
    public const byte ResetFlag = 4;

    private const int TcpFlagsEndAt = 14;
    private const ushort OffsetMask = 0x1fff;

    /// <summary>The header of the flow: the packet's own, or the one that an ICMP error quotes.</summary>
    /// <returns>Nothing when a packet that should quote one does not.</returns>
    public static ReadOnlySpan<byte> Of(Packet packet, bool quoted)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (!quoted)
        {
            return header;
        }

        header = header[Math.Min(header.Length, Length(header))..];
        bool isError = header.Length >= IcmpHeader.LengthBytes + Ipv4Header.LengthBytes
            && header[0] is IcmpNames.Unreachable or IcmpNames.TimeExceeded or IcmpNames.ParameterProblem
                or IcmpNames.SourceQuench or IcmpNames.Redirect;
        header = isError ? header[IcmpHeader.LengthBytes..] : default;
        int length = isError ? Length(header) : 0;
        return length >= Ipv4Header.LengthBytes && length <= header.Length ? header : default;
    }

    /// <summary>How long it says to be.</summary>
    public static int Length(ReadOnlySpan<byte> header) => (header[0] & 15) * 4;

    /// <summary>Whether it is a fragment's.</summary>
    public static bool IsFragment(ReadOnlySpan<byte> header) =>
        (FragmentField(header) & (Ipv4Header.MoreFragments | OffsetMask)) != 0;

    /// <summary>Whether the transport's header follows: it is whole, or the first fragment.</summary>
    public static bool IsFirst(ReadOnlySpan<byte> header) => (FragmentField(header) & OffsetMask) == 0;

    /// <summary>What fragments of one packet share.</summary>
    public static ushort Identification(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[4..]);

    /// <summary>Both ports, the source's in the upper half.</summary>
    public static uint Ports(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32BigEndian(header[Length(header)..]);

    /// <summary>The same ports in the other direction.</summary>
    public static uint Flip(uint ports) => (ports >> 16) | (ports << 16);

    /// <summary>TCP's flags; 0 for other packets than TCP's, such as ICMP errors.</summary>
    public static byte TcpFlags(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        int transport = Length(header);
        bool present = (IpProtocol)header[9] == IpProtocol.Tcp && IsFirst(header)
            && header.Length >= transport + TcpFlagsEndAt;
        return present ? header[transport + TcpFlagsEndAt - 1] : (byte)0;
    }

    private static ushort FragmentField(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
}
