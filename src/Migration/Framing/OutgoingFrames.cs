using Xia.Kernel.Checksums;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Migration.Framing;

/// <summary>
/// A few frames on their way into a byte stream: made in place, written in order, as far as the stream takes.
/// </summary>
/// <remarks>
/// A frame is not written before the processor is done with it. Two or more frames let the next be coded
/// while the one before it is being written.
/// </remarks>
internal sealed class OutgoingFrames
{
    private readonly byte[][] _buffers;
    private readonly int[] _lengths;
    private readonly Instant[] _readyAt;
    private int _head;
    private int _headOffset;
    private uint _sequence;

    /// <summary>Room for a number of frames of a payload size.</summary>
    public OutgoingFrames(int frameCount, int maximumPayloadBytes)
    {
        _buffers = new byte[frameCount][];
        for (int i = 0; i < frameCount; i++)
        {
            _buffers[i] = new byte[FrameHeader.LengthBytes + maximumPayloadBytes];
        }

        _lengths = new int[frameCount];
        _readyAt = new Instant[frameCount];
    }

    /// <summary>How many frames are not wholly written yet.</summary>
    public int Count { get; private set; }

    /// <summary>How many more frames there is room for.</summary>
    public int FreeFrames => _buffers.Length - Count;

    /// <summary>Whether the last frame that was sealed is partly in the stream.</summary>
    public bool IsLastFrameBegun => Count == 1 && _headOffset > 0;

    /// <summary>Bytes that the stream has taken.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>When <see cref="Pump"/> can go on without the stream changing; null if it cannot.</summary>
    public Instant? NextTimeout { get; private set; }

    /// <summary>The payload of the next frame, to be filled before <see cref="Seal"/>.</summary>
    public Span<byte> Payload => FreeFrames > 0
        ? _buffers[Slot(Count)].AsSpan(FrameHeader.LengthBytes)
        : throw new InvalidOperationException("All frames are taken; ask FreeFrames first.");

    /// <summary>Makes the payload a frame.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="payloadBytes">How much of <see cref="Payload"/> was filled.</param>
    /// <param name="readyAt">When the processor is done with it.</param>
    public void Seal(FrameKind kind, int payloadBytes, Instant readyAt)
    {
        uint checksum = Crc32C.Compute(Payload[..payloadBytes]);
        int slot = Slot(Count);
        new FrameHeader(kind, _sequence++, payloadBytes, checksum).Write(_buffers[slot]);
        _lengths[slot] = FrameHeader.LengthBytes + payloadBytes;
        _readyAt[slot] = readyAt;
        Count++;
    }

    /// <summary>Gives up every frame of which nothing has been written.</summary>
    public void DropUnbegun()
    {
        int kept = Count > 0 && _headOffset > 0 ? 1 : 0;
        _sequence -= (uint)(Count - kept);
        Count = kept;
    }

    /// <summary>Gives up everything, a frame that was begun too; the stream is of no more use.</summary>
    public void DropAll()
    {
        Count = 0;
        _headOffset = 0;
        NextTimeout = null;
    }

    /// <summary>
    /// Writes what is ready, what the stream takes and what the pace allows; says whether that was anything.
    /// </summary>
    public bool Pump(IByteStream stream, Pacer? pacer, Instant now)
    {
        long before = BytesWritten;
        NextTimeout = null;
        while (Count > 0 && stream.Status == StreamStatus.Open)
        {
            Instant earliest = pacer is null ? _readyAt[_head] : Instant.Max(_readyAt[_head], pacer.NextAt);
            if (now < earliest)
            {
                NextTimeout = earliest;
                break;
            }

            int wantedBytes = Math.Min(_lengths[_head] - _headOffset, pacer?.SliceBytes ?? int.MaxValue);
            int writtenBytes = stream.Write(_buffers[_head].AsSpan(_headOffset, wantedBytes), now);
            if (writtenBytes == 0)
            {
                break;
            }

            pacer?.OnWritten(writtenBytes, now);
            OnWritten(writtenBytes);
        }

        return BytesWritten != before;
    }

    private void OnWritten(int lengthBytes)
    {
        BytesWritten += lengthBytes;
        _headOffset += lengthBytes;
        if (_headOffset == _lengths[_head])
        {
            _head = Slot(1);
            _headOffset = 0;
            Count--;
        }
    }

    private int Slot(int offset) => (_head + offset) % _buffers.Length;
}
