using Xia.Internet.Wire;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Bits and protocols of the IPv4 header that summaries speak of.</summary>
internal static class Ipv4Bits
{
    /// <summary>Don't fragment.</summary>
    public const ushort DontFragment = 0x4000;

    /// <summary>More fragments follow.</summary>
    public const ushort MoreFragments = 0x2000;

    /// <summary>The offset, in units of eight bytes.</summary>
    public const ushort OffsetMask = 0x1fff;

    /// <summary>DCCP, whose ports stand where UDP's do.</summary>
    public const IpProtocol Dccp = (IpProtocol)33;

    /// <summary>UDP-Lite, whose ports stand where UDP's do.</summary>
    public const IpProtocol UdpLite = (IpProtocol)136;

    /// <summary>Whether a fragment field belongs to a fragment.</summary>
    public static bool IsFragment(ushort field) => (field & (MoreFragments | OffsetMask)) != 0;

    /// <summary>Whether the transport header starts with two port numbers.</summary>
    public static bool HasPorts(IpProtocol protocol) =>
        protocol is IpProtocol.Tcp or IpProtocol.Udp or Dccp or UdpLite;
}
