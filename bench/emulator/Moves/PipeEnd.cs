using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Bench.Emulator.Moves;

/// <summary>One end of two byte streams back to back in memory, with a bound and without delay.</summary>
/// <remarks>Nobody is called from within a call: whoever drives the pipe tells both ends' observers in turn.</remarks>
internal sealed class PipeEnd : IByteStream
{
    private const int CapacityBytes = 256 * 1024;

    private readonly byte[] _incoming = new byte[CapacityBytes];
    private PipeEnd _other;
    private int _start;
    private bool _otherClosed;

    private PipeEnd(PipeEnd? other)
    {
        _other = other ?? this;
        Id = other is null ? 0 : 1;
    }

    /// <inheritdoc/>
    public long Id { get; }

    /// <inheritdoc/>
    public PeerToken Peer => new((int)_other.Id);

    /// <inheritdoc/>
    public StreamStatus Status { get; private set; } = StreamStatus.Open;

    /// <inheritdoc/>
    public StreamFailure Failure { get; private set; }

    /// <inheritdoc/>
    public int WritableBytes => Status == StreamStatus.Open ? CapacityBytes - _other.ReadableBytes : 0;

    /// <inheritdoc/>
    public int ReadableBytes { get; private set; }

    /// <inheritdoc/>
    public long UnacknowledgedBytes => _other.ReadableBytes;

    /// <inheritdoc/>
    public bool IsReadEnded => _otherClosed && ReadableBytes == 0;

    /// <inheritdoc/>
    public IByteStreamObserver? Observer { get; set; }

    /// <summary>Bytes that were ever written at this end.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Two connected ends.</summary>
    public static (PipeEnd Left, PipeEnd Right) Connect()
    {
        PipeEnd left = new(null);
        PipeEnd right = new(left);
        left._other = right;
        return (left, right);
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> source, Instant now)
    {
        ReadOnlySpan<byte> taken = source[..Math.Min(source.Length, WritableBytes)];
        int end = (_other._start + _other.ReadableBytes) % CapacityBytes;
        int untilWrap = Math.Min(taken.Length, CapacityBytes - end);
        taken[..untilWrap].CopyTo(_other._incoming.AsSpan(end));
        taken[untilWrap..].CopyTo(_other._incoming);
        _other.ReadableBytes += taken.Length;
        WrittenBytes += taken.Length;
        return taken.Length;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> destination, Instant now)
    {
        int lengthBytes = Math.Min(destination.Length, ReadableBytes);
        int untilWrap = Math.Min(lengthBytes, CapacityBytes - _start);
        _incoming.AsSpan(_start, untilWrap).CopyTo(destination);
        _incoming.AsSpan(0, lengthBytes - untilWrap).CopyTo(destination[untilWrap..]);
        _start = (_start + lengthBytes) % CapacityBytes;
        ReadableBytes -= lengthBytes;
        return lengthBytes;
    }

    /// <inheritdoc/>
    public void CloseWrite(Instant now) => _other._otherClosed = true;

    /// <inheritdoc/>
    public void Abort(Instant now)
    {
        (Status, Failure) = (StreamStatus.Failed, StreamFailure.Aborted);
        (_other.Status, _other.Failure) = (StreamStatus.Failed, StreamFailure.Reset);
    }
}
