using System.Buffers.Binary;
using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>Writes a capture file in the pcap format, in microseconds or nanoseconds.</summary>
/// <remarks>Little-endian. The caller owns the stream, buffers it as he likes and closes it.</remarks>
public sealed class PcapWriter
{
    private const int FrameHeaderBytes = 16;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Stream _output;
    private readonly uint _snapLengthBytes;
    private readonly bool _nanoseconds;
    private readonly byte[] _header = new byte[FrameHeaderBytes];

    /// <summary>Starts a file.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="link">What frames begin with.</param>
    /// <param name="snapLengthBytes">How much of each frame is kept.</param>
    /// <param name="nanoseconds">Whether times are kept to the nanosecond.</param>
    public PcapWriter(
        Stream output, LinkType link, uint snapLengthBytes = uint.MaxValue, bool nanoseconds = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _snapLengthBytes = snapLengthBytes;
        _nanoseconds = nanoseconds;
        Span<byte> header = stackalloc byte[PcapFrames.FileHeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(
            header, nanoseconds ? PcapFrames.NanosecondMagic : PcapFrames.MicrosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], PcapFrames.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], PcapFrames.MinorVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], snapLengthBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)link);
        _output.Write(header);
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="time">Its time stamp; whole seconds wrap around after 32 bits.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="missingBytes">How much longer it was.</param>
    public void Write(Instant time, ReadOnlySpan<byte> frame, uint missingBytes = 0)
    {
        long seconds = Math.DivRem(time.Nanoseconds, NanosecondsPerSecond, out long fraction);
        if (fraction < 0)
        {
            seconds--;
            fraction += NanosecondsPerSecond;
        }

        int kept = (int)Math.Min((uint)frame.Length, _snapLengthBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(_header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(
            _header.AsSpan(4), (uint)(_nanoseconds ? fraction : fraction / 1000));
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(8), (uint)kept);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(12), (uint)frame.Length + missingBytes);
        _output.Write(_header);
        _output.Write(frame[..kept]);
    }
}
