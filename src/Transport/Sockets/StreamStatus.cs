namespace Xia.Transport.Sockets;

/// <summary>Where the life of a byte stream stands, as its application sees it.</summary>
public enum StreamStatus
{
    /// <summary>The handshake is under way.</summary>
    Opening,

    /// <summary>Both directions are open, or one has been closed in order.</summary>
    Open,

    /// <summary>Both directions were closed in order and everything was acknowledged.</summary>
    Closed,

    /// <summary>The stream is broken; <see cref="IByteStream.Failure"/> says why.</summary>
    Failed,
}
