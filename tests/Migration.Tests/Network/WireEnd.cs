using Xia.Kernel.Collections;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Migration.Tests.Network;

/// <summary>One end of a <see cref="Wire"/>; bytes are acknowledged when the other end's application has read them.</summary>
internal sealed class WireEnd(Wire wire, int index) : IByteStream
{
    private const int SegmentBytes = 1448;

    private readonly ByteRing _received = new(wire.WindowBytes);
    private Instant _linkFreeAt;
    private long _written;
    private long _acknowledged;
    private bool _peerClosed;
    private bool _notifying;

    public WireEnd Other { get; set; } = null!;

    /// <summary>Every byte that arrived here.</summary>
    public List<byte> Arrived { get; } = [];

    public long Id => index;

    public PeerToken Peer => new(1 - index);

    public StreamStatus Status { get; private set; } = StreamStatus.Open;

    public StreamFailure Failure { get; private set; }

    public int WritableBytes =>
        Status == StreamStatus.Open ? (int)(wire.WindowBytes - UnacknowledgedBytes) : 0;

    public int ReadableBytes => _received.Count;

    public long UnacknowledgedBytes => _written - _acknowledged;

    public bool IsReadEnded => _peerClosed && _received.Count == 0;

    public IByteStreamObserver? Observer { get; set; }

    public int Write(ReadOnlySpan<byte> source, Instant now)
    {
        int lengthBytes = Math.Min(source.Length, WritableBytes);
        for (int start = 0; start < lengthBytes; start += SegmentBytes)
        {
            byte[] segment = source[start..Math.Min(start + SegmentBytes, lengthBytes)].ToArray();
            _linkFreeAt = Instant.Max(_linkFreeAt, now)
                + Duration.OfTransmission(segment.Length, wire.RateBitsPerSecond);
            wire.Schedule.At(_linkFreeAt + wire.Delay, at => Other.Arrive(segment, at));
        }

        _written += lengthBytes;
        return lengthBytes;
    }

    public int Read(Span<byte> destination, Instant now)
    {
        int lengthBytes = _received.Read(destination);
        if (lengthBytes > 0)
        {
            wire.Schedule.At(now + wire.Delay, at => Other.Acknowledge(lengthBytes, at));
        }

        return lengthBytes;
    }

    public void CloseWrite(Instant now) => wire.Schedule.At(
        Instant.Max(_linkFreeAt, now) + wire.Delay, at =>
        {
            if (!wire.IsCut)
            {
                Other._peerClosed = true;
                Other.Notify(at);
            }
        });

    public void Abort(Instant now)
    {
        Break(StreamFailure.Aborted, now);
        wire.Schedule.At(now + wire.Delay, at =>
        {
            if (!wire.IsCut)
            {
                Other.Break(StreamFailure.Reset, at);
            }
        });
    }

    private void Break(StreamFailure failure, Instant now)
    {
        if (Status == StreamStatus.Open)
        {
            Status = StreamStatus.Failed;
            Failure = failure;
            wire.Schedule.At(now, Notify);
        }
    }

    private void Arrive(byte[] segment, Instant now)
    {
        if (wire.IsCut || Status != StreamStatus.Open)
        {
            return;
        }

        int lengthBytes = segment.Length;
        long faultAt = wire.FaultySender == 1 - index ? wire.FaultAfterBytes - Arrived.Count : long.MaxValue;
        bool strikes = wire.Fault != WireFault.None && faultAt >= 0 && faultAt < lengthBytes;
        if (strikes && wire.Fault == WireFault.Flip)
        {
            segment[(int)faultAt] ^= 0x10;
        }
        else if (strikes)
        {
            lengthBytes = (int)faultAt;
            wire.IsCut = true;
        }

        _received.Write(segment.AsSpan(0, lengthBytes));
        Arrived.AddRange(segment.AsSpan(0, lengthBytes));

        Notify(now);
        if (strikes && wire.Fault == WireFault.Reset)
        {
            Break(StreamFailure.Reset, now);
            Other.Break(StreamFailure.Reset, now);
        }
    }

    private void Acknowledge(int lengthBytes, Instant now)
    {
        if (!wire.IsCut)
        {
            _acknowledged += lengthBytes;
            Notify(now);
        }
    }

    private void Notify(Instant now)
    {
        Assert.That(_notifying, Is.False, "a stream never calls back from within a call");
        _notifying = true;
        Observer?.OnStreamChanged(this, now);
        _notifying = false;
    }
}
