namespace Xia.Router.Captures;

/// <summary>What the frames of a capture begin with; the numbers of pcap's registry.</summary>
public enum LinkType
{
    /// <summary>BSD's loopback: the address family in the host's byte order.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>PPP.</summary>
    Ppp = 9,

    /// <summary>FDDI.</summary>
    Fddi = 10,

    /// <summary>PPP in HDLC framing, or Cisco's HDLC.</summary>
    PppHdlc = 50,

    /// <summary>ATM with LLC and SNAP.</summary>
    AtmRfc1483 = 100,

    /// <summary>An IP packet.</summary>
    Raw = 101,

    /// <summary>Cisco's HDLC.</summary>
    CiscoHdlc = 104,

    /// <summary>Wireless LAN.</summary>
    Wireless = 105,

    /// <summary>Linux's "any" device.</summary>
    LinuxCooked = 113,

    /// <summary>Wireless LAN behind a Prism header.</summary>
    Prism = 119,

    /// <summary>Wireless LAN behind an Aironet header.</summary>
    Aironet = 120,

    /// <summary>ATM behind Sun's header.</summary>
    SunAtm = 123,

    /// <summary>Wireless LAN behind a radio header.</summary>
    WirelessRadio = 127,
}
