namespace Xia.Overlay.Hosts;

/// <summary>A datagram that waits to be sent; pooled by its stack.</summary>
internal sealed class QueuedDatagram(int capacityBytes)
{
    /// <summary>Room for the application's bytes.</summary>
    public byte[] Bytes { get; } = new byte[capacityBytes];

    /// <summary>How many there are.</summary>
    public int LengthBytes { get; set; }

    /// <summary>The one behind it in its queue or in the pool.</summary>
    public QueuedDatagram? Next { get; set; }
}
