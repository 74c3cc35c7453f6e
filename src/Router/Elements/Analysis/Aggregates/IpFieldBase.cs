namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>What the offset of a field counts from, and which packets have it.</summary>
internal enum IpFieldBase
{
    /// <summary>The IP header.</summary>
    Ip = 0,

    /// <summary>An ICMP header.</summary>
    Icmp = 1,

    /// <summary>A TCP header.</summary>
    Tcp = 6,

    /// <summary>A UDP header.</summary>
    Udp = 17,

    /// <summary>A TCP or UDP header.</summary>
    TcpOrUdp = 256,

    /// <summary>The transport header of any protocol.</summary>
    Transport = 257,

    /// <summary>The payload of TCP or UDP.</summary>
    Payload = 258,
}
