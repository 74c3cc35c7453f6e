using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Workload.Tests.Networks;

/// <summary>One end of a fake stream: bounded buffers, pieces of odd sizes, a delay.</summary>
internal sealed class LoopbackStream(LoopbackNetwork network, long id, PeerToken peer, int bufferBytes)
    : IByteStream
{
    private const int LargestPieceBytes = 1447;

    private readonly Queue<byte> _sendBuffer = [];
    private readonly Queue<byte> _receiveBuffer = [];
    private LoopbackStream? _other;
    private int _underWay;
    private bool _closesWrite;
    private bool _saidEnd;
    private bool _heardEnd;

    public long Id { get; } = id;

    public PeerToken Peer { get; } = peer;

    public StreamStatus Status { get; private set; } = StreamStatus.Opening;

    public StreamFailure Failure { get; private set; }

    public int WritableBytes =>
        Status == StreamStatus.Failed || _closesWrite ? 0 : bufferBytes - _sendBuffer.Count;

    public int ReadableBytes => _receiveBuffer.Count;

    public long UnacknowledgedBytes => _sendBuffer.Count + _underWay;

    public bool IsReadEnded => _heardEnd && _receiveBuffer.Count == 0;

    public IByteStreamObserver? Observer { get; set; }

    public void Join(LoopbackStream other)
    {
        _other = other;
        other._other = this;
        Status = StreamStatus.Open;
    }

    public void Opened()
    {
        if (Status == StreamStatus.Opening)
        {
            Status = StreamStatus.Open;
            Push();
            Notify();
        }
    }

    public void Fail(StreamFailure failure)
    {
        if (Status is StreamStatus.Opening or StreamStatus.Open)
        {
            Status = StreamStatus.Failed;
            Failure = failure;
            Notify();
        }
    }

    public int Write(ReadOnlySpan<byte> source, Instant now)
    {
        int taken = Math.Min(source.Length, WritableBytes);
        foreach (byte one in source[..taken])
        {
            _sendBuffer.Enqueue(one);
        }

        Push();
        return taken;
    }

    public int Read(Span<byte> destination, Instant now)
    {
        int given = Math.Min(destination.Length, _receiveBuffer.Count);
        for (int index = 0; index < given; index++)
        {
            destination[index] = _receiveBuffer.Dequeue();
        }

        if (given > 0)
        {
            _other?.Push();
        }

        return given;
    }

    public void CloseWrite(Instant now)
    {
        _closesWrite = true;
        Push();
    }

    public void Abort(Instant now)
    {
        if (Status is StreamStatus.Opening or StreamStatus.Open)
        {
            Status = StreamStatus.Failed;
            Failure = StreamFailure.Aborted;
            LoopbackStream? other = _other;
            network.After(network.Delay, () => other?.Fail(StreamFailure.Reset));
        }
    }

    /// <summary>Sends what the other end has room for.</summary>
    public void Push()
    {
        while (_other is { } other && Status == StreamStatus.Open && !network.IsCut && _sendBuffer.Count > 0
            && _underWay + other._receiveBuffer.Count < bufferBytes)
        {
            int room = bufferBytes - _underWay - other._receiveBuffer.Count;
            byte[] piece = new byte[Math.Min(Math.Min(_sendBuffer.Count, LargestPieceBytes), room)];
            for (int index = 0; index < piece.Length; index++)
            {
                piece[index] = _sendBuffer.Dequeue();
            }

            _underWay += piece.Length;
            network.After(network.Delay, () => Arrive(other, piece));
        }

        if (_closesWrite && !_saidEnd && _sendBuffer.Count == 0 && _underWay == 0 && _other is { } last
            && Status == StreamStatus.Open)
        {
            _saidEnd = true;
            network.After(network.Delay, () => End(last));
        }
    }

    private void Arrive(LoopbackStream other, byte[] piece)
    {
        _underWay -= piece.Length;
        foreach (byte one in piece)
        {
            other._receiveBuffer.Enqueue(one);
        }

        other.Notify();
        Notify();
        Push();
    }

    private void End(LoopbackStream other)
    {
        other._heardEnd = true;
        if (other._saidEnd && other.Status == StreamStatus.Open)
        {
            (Status, other.Status) = (StreamStatus.Closed, StreamStatus.Closed);
            Notify();
        }

        other.Notify();
    }

    private void Notify() => Observer?.OnStreamChanged(this, network.Now);
}
