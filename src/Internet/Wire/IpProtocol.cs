namespace Xia.Internet.Wire;

/// <summary>What follows an IPv4 header.</summary>
public enum IpProtocol : byte
{
    /// <summary>ICMP.</summary>
    Icmp = 1,

    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,
}
