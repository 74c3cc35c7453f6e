using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>
/// A host's whole stack as the element at the edge of its graph drives it: packets in, packets out, time.
/// </summary>
/// <remarks>
/// Packets start at the network header (XIP or IPv4); links are the graph's business. After any call that may
/// have produced packets the stack calls <see cref="IStackOutput.OnOutputReady"/> once, and the element
/// drains <see cref="TryTakePacket"/> until it returns false.
/// </remarks>
public interface IHostStack : ISocketLayer
{
    /// <summary>When <see cref="OnTimeout"/> is due, or null.</summary>
    Instant? NextTimeout { get; }

    /// <summary>Who is told that packets wait to be taken; set once by the element.</summary>
    IStackOutput? Output { get; set; }

    /// <summary>A packet for this host arrived; it is valid only during the call.</summary>
    void OnPacket(ReadOnlySpan<byte> packet, Instant now);

    /// <summary>Handles every deadline that is due; earlier calls change nothing.</summary>
    void OnTimeout(Instant now);

    /// <summary>Writes the next outgoing packet.</summary>
    /// <param name="buffer">Room for a packet of the stack's MTU.</param>
    /// <param name="now">The time.</param>
    /// <param name="lengthBytes">How long the packet is.</param>
    /// <returns>False when there is nothing to send now.</returns>
    bool TryTakePacket(Span<byte> buffer, Instant now, out int lengthBytes);

    /// <summary>
    /// Saves everything that a copy of this stack elsewhere needs to go on; secrets of the host excepted.
    /// </summary>
    void Export(ref MessagePackWriter writer, Instant now);

    /// <summary>Takes over an exported state; services must have been opened again before.</summary>
    void Import(ref MessagePackReader reader, Instant now);
}
