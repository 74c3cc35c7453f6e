using Xia.Kernel.Checksums;
using Xia.Kernel.Time;
using Xia.Transport.Sockets;

namespace Xia.Migration.Framing;

/// <summary>Takes one frame after the other off a byte stream; holds one at a time.</summary>
/// <remarks>
/// While a frame is at hand nothing more is read, so the stream's own window holds the peer back. A wrong
/// frame is final: what follows it has no known borders.
/// </remarks>
internal sealed class FrameReader(int maximumPayloadBytes)
{
    private readonly byte[] _buffer = new byte[FrameHeader.LengthBytes + maximumPayloadBytes];
    private FrameHeader _header;
    private bool _hasHeader;
    private int _filledBytes;
    private uint _sequence;

    /// <summary>Where the current frame stands.</summary>
    public FrameStatus Status { get; private set; }

    /// <summary>What the frame at hand carries.</summary>
    public FrameKind Kind => _header.Kind;

    /// <summary>The payload of the frame at hand.</summary>
    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(FrameHeader.LengthBytes, _header.PayloadBytes);

    /// <summary>Bytes taken off the stream so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>
    /// Reads on until a frame is complete, something is wrong, or the stream gives no more.
    /// </summary>
    public FrameStatus Read(IByteStream stream, Instant now)
    {
        while (Status == FrameStatus.Incomplete)
        {
            int wantedBytes = FrameHeader.LengthBytes + (
                _hasHeader ? _header.PayloadBytes : 0) - _filledBytes;
            int readBytes =
                wantedBytes == 0
                    ? 0
                    : stream.Read(_buffer.AsSpan(_filledBytes, wantedBytes), now);
            _filledBytes += readBytes;
            BytesRead += readBytes;
            if (readBytes < wantedBytes)
            {
                break;
            }

            Status = _hasHeader ? CheckPayload() : TakeHeader();
        }

        return Status;
    }

    /// <summary>Gives the frame at hand up and makes room for the next.</summary>
    public void Consume()
    {
        if (Status != FrameStatus.Complete)
        {
            throw new InvalidOperationException("No frame is at hand.");
        }

        Status = FrameStatus.Incomplete;
        _hasHeader = false;
        _filledBytes = 0;
        _sequence++;
    }

    private FrameStatus TakeHeader()
    {
        FrameStatus status = FrameHeader.Read(_buffer, _sequence, maximumPayloadBytes, out _header);
        _hasHeader = status == FrameStatus.Complete;
        return _hasHeader ? FrameStatus.Incomplete : status;
    }

    private FrameStatus CheckPayload() =>
        Crc32C.Compute(Payload) == _header.PayloadChecksum
            ? FrameStatus.Complete
            : FrameStatus.BadPayloadChecksum;
}
