namespace Xia.Transport.Sockets;

/// <summary>What became of a datagram that an application handed to its stack.</summary>
public enum DatagramOutcome
{
    /// <summary>It is on its way; nothing more is promised.</summary>
    Sent,

    /// <summary>It is longer than <see cref="IDatagramSocket.MaximumPayloadBytes"/>.</summary>
    TooLong,

    /// <summary>The stack's queue towards the network is full; the datagram was dropped.</summary>
    QueueFull,

    /// <summary>The token names nobody.</summary>
    UnknownPeer,
}
