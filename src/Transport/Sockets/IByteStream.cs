using Xia.Kernel.Time;

namespace Xia.Transport.Sockets;

/// <summary>A reliable, ordered, flow-controlled stream of bytes in both directions.</summary>
/// <remarks>
/// Nothing here blocks: <see cref="Write"/> and <see cref="Read"/> take or give what they can, and the
/// <see cref="Observer"/> hears when more is possible. The stream keeps its <see cref="Id"/> when the state
/// of its stack is exported and imported elsewhere.
/// </remarks>
public interface IByteStream
{
    /// <summary>The stream's number within its stack; unique there and kept across a move.</summary>
    long Id { get; }

    /// <summary>The other end.</summary>
    PeerToken Peer { get; }

    /// <summary>Where its life stands.</summary>
    StreamStatus Status { get; }

    /// <summary>Why it broke, once <see cref="Status"/> is <see cref="StreamStatus.Failed"/>.</summary>
    StreamFailure Failure { get; }

    /// <summary>How many bytes <see cref="Write"/> would take now.</summary>
    int WritableBytes { get; }

    /// <summary>How many bytes <see cref="Read"/> would give now.</summary>
    int ReadableBytes { get; }

    /// <summary>Bytes written that the peer has not acknowledged.</summary>
    long UnacknowledgedBytes { get; }

    /// <summary>Whether the peer closed its direction and everything it sent has been read.</summary>
    bool IsReadEnded { get; }

    /// <summary>Who hears of changes; set once by whoever owns the stream.</summary>
    IByteStreamObserver? Observer { get; set; }

    /// <summary>
    /// Takes as many bytes as fit and returns how many that were; 0 after <see cref="CloseWrite"/>.
    /// </summary>
    int Write(ReadOnlySpan<byte> source, Instant now);

    /// <summary>Gives bytes that have arrived in order and returns how many.</summary>
    int Read(Span<byte> destination, Instant now);

    /// <summary>Says that nothing more will be written; what was written still arrives.</summary>
    void CloseWrite(Instant now);

    /// <summary>Gives the stream up at once and tells the peer.</summary>
    void Abort(Instant now);
}
