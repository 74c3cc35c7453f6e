namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Which header a field of a summary stands in.</summary>
internal enum SummaryLayer
{
    /// <summary>The Ethernet header.</summary>
    Ethernet,

    /// <summary>The IPv4 header.</summary>
    Ip,

    /// <summary>The port numbers that several protocols have.</summary>
    Ports,

    /// <summary>The TCP header.</summary>
    Tcp,

    /// <summary>The UDP header.</summary>
    Udp,

    /// <summary>The ICMP header.</summary>
    Icmp,
}
