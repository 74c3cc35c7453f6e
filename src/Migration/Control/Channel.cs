using System.Buffers;
using Xia.Kernel.Time;
using Xia.Migration.Framing;
using Xia.Transport.Sockets;

namespace Xia.Migration.Control;

/// <summary>One end of a migration stream: frames out and in, and an orderly end.</summary>
internal sealed class Channel
{
    /// <summary>How long what was written last may take to leave before the stream is given up.</summary>
    private static readonly Duration FlushDeadline = Duration.FromSeconds(5);

    private readonly ArrayBufferWriter<byte> _scratch = new(ControlCodec.MaximumLengthBytes);
    private Instant? _flushBy;

    /// <summary>An end that writes and reads payloads up to given lengths.</summary>
    public Channel(
        IByteStream stream, IByteStreamObserver observer, int frameCount, int maximumOutgoingBytes,
        int maximumIncomingBytes)
    {
        Stream = stream;
        stream.Observer = observer;
        Outgoing = new OutgoingFrames(frameCount, maximumOutgoingBytes);
        Reader = new FrameReader(maximumIncomingBytes);
    }

    /// <summary>The stream below.</summary>
    public IByteStream Stream { get; }

    /// <summary>Frames on their way out.</summary>
    public OutgoingFrames Outgoing { get; }

    /// <summary>Frames coming in.</summary>
    public FrameReader Reader { get; }

    /// <summary>Bytes that the peer's stack has acknowledged.</summary>
    public long AcknowledgedBytes => Outgoing.BytesWritten - Stream.UnacknowledgedBytes;

    /// <summary>Whether nothing more can come or go; what arrived before has been read.</summary>
    public bool IsLost => Stream.Status is StreamStatus.Failed or StreamStatus.Closed || Stream.IsReadEnded;

    /// <summary>When to call <see cref="Pump"/> even if the stream does not change.</summary>
    public Instant? NextTimeout =>
        Instant.Earliest(Outgoing.NextTimeout, IsClosing && !IsClosed ? _flushBy : null);

    private bool IsClosing => _flushBy is not null;

    private bool IsClosed { get; set; }

    /// <summary>Queues a message; there is room for it by the protocol's order.</summary>
    public void Send(ControlMessage message, Instant readyAt)
    {
        _scratch.ResetWrittenCount();
        ControlCodec.Write(_scratch, message);
        _scratch.WrittenSpan.CopyTo(Outgoing.Payload);
        Outgoing.Seal(FrameKind.Control, _scratch.WrittenCount, readyAt);
    }

    /// <summary>Writes what can be written now; says whether that was anything.</summary>
    public bool Pump(Pacer? pacer, Instant now)
    {
        bool wrote = Outgoing.Pump(Stream, pacer, now);
        if (IsClosing && !IsClosed)
        {
            FinishClosing(now);
        }

        return wrote;
    }

    /// <summary>
    /// Ends this end's direction once everything queued has left, or gives the stream up after a while.
    /// </summary>
    public void Close(Instant now)
    {
        _flushBy ??= now + FlushDeadline;
        FinishClosing(now);
    }

    /// <summary>Gives the stream up at once; what was not written stays unwritten.</summary>
    public void Kill(Instant now)
    {
        _flushBy ??= now;
        IsClosed = true;
        Outgoing.DropAll();
        Stream.Abort(now);
    }

    private void FinishClosing(Instant now)
    {
        if (Stream.Status is StreamStatus.Failed or StreamStatus.Closed)
        {
            IsClosed = true;
        }
        else if (Outgoing.Count == 0)
        {
            IsClosed = true;
            Stream.CloseWrite(now);
        }
        else if (now >= _flushBy)
        {
            IsClosed = true;
            Stream.Abort(now);
        }
    }
}
