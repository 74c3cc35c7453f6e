using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Transport.Streams;

/// <summary>
/// A stream as its application holds it: a machine, its number, and a stack that hears of every use.
/// </summary>
/// <remarks>
/// A stack derives its connections from this, keeps them in a <see cref="StreamSchedule"/>, and in
/// <see cref="OnUsed"/> calls <see cref="StreamSchedule.Update"/> and then, outside of its own calls, tells
/// its output
/// that packets wait. It never calls the observer from there; changes are delivered when the stack's own call
/// ends.
/// </remarks>
public abstract class StreamEndpoint : IByteStream
{
    /// <summary>Wraps a machine.</summary>
    /// <param name="id">Unique within the stack, for ever.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="machine">The connection itself.</param>
    protected StreamEndpoint(long id, PeerToken peer, StreamMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        Id = id;
        Peer = peer;
        Machine = machine;
    }

    /// <summary>The connection itself, for the stack.</summary>
    public StreamMachine Machine { get; }

    /// <inheritdoc/>
    public long Id { get; }

    /// <inheritdoc/>
    public PeerToken Peer { get; }

    /// <inheritdoc/>
    public IByteStreamObserver? Observer { get; set; }

    /// <inheritdoc/>
    public StreamStatus Status => Machine.Status;

    /// <inheritdoc/>
    public StreamFailure Failure => Machine.Failure;

    /// <inheritdoc/>
    public int WritableBytes => Machine.WritableBytes;

    /// <inheritdoc/>
    public int ReadableBytes => Machine.ReadableBytes;

    /// <inheritdoc/>
    public long UnacknowledgedBytes => Machine.UnacknowledgedBytes;

    /// <inheritdoc/>
    public bool IsReadEnded => Machine.IsReadEnded;

    // The schedule's marks; it alone changes them.
    internal bool IsScheduled { get; set; }

    internal bool IsInReadyQueue { get; set; }

    internal bool IsInChangedQueue { get; set; }

    internal int TimerIndex { get; set; } = -1;

    internal Instant TimerAt { get; set; }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> source, Instant now)
    {
        int lengthBytes = Machine.Write(source, now);
        if (lengthBytes > 0)
        {
            OnUsed(now);
        }

        return lengthBytes;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> destination, Instant now)
    {
        int lengthBytes = Machine.Read(destination);
        if (lengthBytes > 0)
        {
            OnUsed(now);
        }

        return lengthBytes;
    }

    /// <inheritdoc/>
    public void CloseWrite(Instant now)
    {
        Machine.CloseWrite(now);
        OnUsed(now);
    }

    /// <inheritdoc/>
    public void Abort(Instant now)
    {
        Machine.Abort();
        OnUsed(now);
    }

    /// <summary>
    /// The application did something: there may be segments to send, another deadline, or an end.
    /// </summary>
    protected abstract void OnUsed(Instant now);
}
