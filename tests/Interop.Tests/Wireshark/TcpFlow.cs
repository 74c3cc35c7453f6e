using System.Buffers.Binary;
using Xia.Internet.Wire;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>A TCP connection by its two ends, the lower one first, whichever way the segment went.</summary>
internal readonly record struct TcpFlow(
    IpAddress FirstAddress, ushort FirstPort, IpAddress SecondAddress, ushort SecondPort)
{
    private const int PortsBytes = 4;

    /// <summary>The connection of a frame; null for anything but TCP over IPv4.</summary>
    public static TcpFlow? Of(ReadOnlySpan<byte> frame)
    {
        if (!EthernetHeader.TryRead(frame, out EthernetHeader ethernet)
            || ethernet.EtherType != EtherTypes.Ipv4)
        {
            return null;
        }

        ReadOnlySpan<byte> packet = frame[EthernetHeader.LengthBytes..];
        if (Ipv4Header.TryRead(packet, out Ipv4Header ip) != Ipv4Fault.None || ip.Protocol != IpProtocol.Tcp)
        {
            return null;
        }

        ReadOnlySpan<byte> ports = packet.Slice(ip.HeaderLengthBytes, PortsBytes);
        ushort source = BinaryPrimitives.ReadUInt16BigEndian(ports);
        ushort destination = BinaryPrimitives.ReadUInt16BigEndian(ports[2..]);
        return (ip.Source.Value, source).CompareTo((ip.Destination.Value, destination)) < 0
            ? new TcpFlow(ip.Source, source, ip.Destination, destination)
            : new TcpFlow(ip.Destination, destination, ip.Source, source);
    }

    /// <summary>Whether one of the ends is at an address.</summary>
    public bool Touches(IpAddress address) => FirstAddress == address || SecondAddress == address;
}
