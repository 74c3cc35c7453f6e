using System.Buffers.Binary;
using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>The frames of a pcap file, in microseconds or nanoseconds.</summary>
/// <remarks>
/// <code>
/// magic 4 | major 2 | minor 2 | zone 4 | accuracy 4 | snap length 4 | link type 4
/// then per frame: seconds 4 | fraction 4 | kept 4 | length 4 | bytes
/// </code>
/// A third magic number marks files whose frames have eight bytes more in their headers.
/// </remarks>
internal sealed class PcapFrames : CaptureReader
{
    internal const int FileHeaderBytes = 24;
    internal const uint MicrosecondMagic = 0xa1b2c3d4;
    internal const uint NanosecondMagic = 0xa1b23c4d;
    internal const ushort MajorVersion = 2;
    internal const ushort MinorVersion = 4;

    private const uint ModifiedMagic = 0xa1b2cd34;
    private const int FrameHeaderBytes = 16;
    private const int ModifiedExtraBytes = 8;
    private const uint LinkTypeMask = 0x0fff_ffff;

    // Some systems number raw IP by themselves.
    private const LinkType HostRaw = (LinkType)12;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly bool _nanoseconds;
    private readonly int _extraBytes;
    private readonly int _minorVersion;

    private PcapFrames(TraceInput input, bool isBigEndian, uint magic, ReadOnlySpan<byte> header)
        : base(input, isBigEndian)
    {
        _nanoseconds = magic == NanosecondMagic;
        _extraBytes = magic == ModifiedMagic ? ModifiedExtraBytes : 0;
        ushort major = Number16(header[4..]);
        if (major != MajorVersion)
        {
            throw new InvalidDataException($"unknown major version {major}");
        }

        _minorVersion = Number16(header[6..]);
        var link = (LinkType)(Number32(header[20..]) & LinkTypeMask);
        Link = link == HostRaw ? LinkType.Raw : link;
        FramePosition = input.Position;
    }

    /// <inheritdoc/>
    public override LinkType Link { get; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="InvalidDataException">It is no pcap file.</exception>
    public static new PcapFrames Open(TraceInput input)
    {
        if (!input.TryRead(FileHeaderBytes, out ReadOnlySpan<byte> header))
        {
            throw new InvalidDataException("not a tcpdump file (too short)");
        }

        uint little = BinaryPrimitives.ReadUInt32LittleEndian(header);
        uint big = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (IsMagic(little))
        {
            return new PcapFrames(input, isBigEndian: false, little, header);
        }

        return IsMagic(big)
            ? new PcapFrames(input, isBigEndian: true, big, header)
            : throw new InvalidDataException("not a tcpdump file (bad magic number)");
    }

    /// <inheritdoc/>
    public override bool TryRead(out CapturedPacket packet)
    {
        packet = default;
        FramePosition = Input.Position;
        if (Fault is not null || !Input.TryRead(FrameHeaderBytes, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        long seconds = Number32(header);
        long fraction = Number32(header[4..]);
        (uint kept, uint length) = Lengths(Number32(header[8..]), Number32(header[12..]));
        if (kept > MaximumFrameBytes)
        {
            Fault = "bad packet header; giving up";
            return false;
        }

        // Some writers count more bytes than there were.
        uint surplus = kept > length ? kept - length : 0;
        kept -= surplus;
        if (!Input.Skip(_extraBytes)
            || !Input.TryRead((int)(kept + surplus), out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        long nanoseconds = (seconds * NanosecondsPerSecond) + (_nanoseconds ? fraction : fraction * 1000);
        packet = new CapturedPacket(new Instant(nanoseconds), Link, bytes[..(int)kept], length);
        return true;
    }

    private static bool IsMagic(uint number) =>
        number is MicrosecondMagic or NanosecondMagic or ModifiedMagic;

    // Up to version 2.3 the two were written the other way round.
    private (uint Kept, uint Length) Lengths(uint first, uint second) =>
        _minorVersion > 3 || (_minorVersion == 3 && first <= second) ? (first, second) : (second, first);
}
