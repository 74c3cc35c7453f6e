namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>A header that an element marked on a packet.</summary>
internal enum PacketHeader
{
    /// <summary>Ethernet's.</summary>
    Link,

    /// <summary>IP's.</summary>
    Network,

    /// <summary>That of what IP carries.</summary>
    Transport,
}
