namespace Xia.Internet.Hosts;

/// <summary>What a stack counts; the names are those of its report.</summary>
internal enum InternetCounter
{
    /// <summary>Packets taken by the graph.</summary>
    PacketsOut,

    /// <summary>Packets handed in by the graph.</summary>
    PacketsIn,

    /// <summary>Dropped: the IPv4 header is wrong otherwise than by its checksum.</summary>
    MalformedIp,

    /// <summary>Dropped: the IPv4 header's checksum is wrong.</summary>
    BadIpChecksum,

    /// <summary>Dropped: for another host.</summary>
    NotForUs,

    /// <summary>Dropped: no single host can have sent it.</summary>
    BadSource,

    /// <summary>Dropped: a fragment; this host does not put them together and sends none.</summary>
    Fragment,

    /// <summary>Dropped, and answered: another protocol than ICMP, TCP and UDP.</summary>
    UnknownProtocol,

    /// <summary>Dropped: the UDP header is wrong otherwise than by its checksum.</summary>
    MalformedUdp,

    /// <summary>Dropped: the UDP checksum is wrong.</summary>
    BadUdpChecksum,

    /// <summary>Dropped, and answered: nobody listens at the UDP port.</summary>
    NoUdpSocket,

    /// <summary>Dropped: the TCP header is wrong otherwise than by its checksum.</summary>
    MalformedTcp,

    /// <summary>Dropped: the TCP checksum is wrong.</summary>
    BadTcpChecksum,

    /// <summary>Dropped, and answered by a reset: no such connection and nobody listens.</summary>
    NoTcpConnection,

    /// <summary>Dropped: as many connections, or unfinished handshakes, as there may be.</summary>
    TooManyConnections,

    /// <summary>Dropped: the ICMP message is wrong.</summary>
    MalformedIcmp,

    /// <summary>Dropped: an ICMP report about nothing that this host sent.</summary>
    StrayIcmp,

    /// <summary>ICMP reports of an unreachable peer.</summary>
    Unreachable,

    /// <summary>Echoes answered.</summary>
    EchoReplies,

    /// <summary>ICMP reports not sent, since there were too many.</summary>
    IcmpSuppressed,

    /// <summary>Dropped: the queue to the network is full.</summary>
    QueueFull,

    /// <summary>Dropped: as many peers are known as can be.</summary>
    TooManyPeers,
}
