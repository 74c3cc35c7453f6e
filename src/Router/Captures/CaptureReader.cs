using System.Buffers.Binary;

namespace Xia.Router.Captures;

/// <summary>Reads a capture file frame by frame: pcap or pcapng, in either byte order.</summary>
/// <remarks>
/// What is wrong with the file ends it; <see cref="Fault"/> then says what. Frames longer than
/// <see cref="MaximumFrameBytes"/> are wrong.
/// </remarks>
internal abstract class CaptureReader
{
    /// <summary>The most bytes of a frame.</summary>
    public const int MaximumFrameBytes = 0xffff;

    private protected CaptureReader(TraceInput input, bool isBigEndian)
    {
        Input = input;
        IsBigEndian = isBigEndian;
    }

    /// <summary>What frames begin with, by the file's or its first interface's word.</summary>
    public abstract LinkType Link { get; }

    /// <summary>Where in the file the frame starts that was read last, or that would be next.</summary>
    public long FramePosition { get; private protected set; }

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public string? Fault { get; private protected set; }

    private protected TraceInput Input { get; }

    private protected bool IsBigEndian { get; set; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="InvalidDataException">It is no capture; the message says why.</exception>
    public static CaptureReader Open(TraceInput input) =>
        input.StartsWith([0x0a, 0x0d, 0x0d, 0x0a]) ? new PcapngFrames(input) : PcapFrames.Open(input);

    /// <summary>Reads the next frame.</summary>
    /// <returns>Whether there was one.</returns>
    public abstract bool TryRead(out CapturedPacket packet);

    private protected ushort Number16(ReadOnlySpan<byte> bytes) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private protected uint Number32(ReadOnlySpan<byte> bytes) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
