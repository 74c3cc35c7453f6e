namespace Xia.Router.Packets;

/// <summary>How the link layer addressed a frame.</summary>
public enum PacketKind : byte
{
    /// <summary>To this station.</summary>
    Host,

    /// <summary>To all stations.</summary>
    Broadcast,

    /// <summary>To a group of stations.</summary>
    Multicast,

    /// <summary>To another station.</summary>
    OtherHost,

    /// <summary>Sent by this station.</summary>
    Outgoing,

    /// <summary>Sent by this station to itself.</summary>
    Loopback,
}
