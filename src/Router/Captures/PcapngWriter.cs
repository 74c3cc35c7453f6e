using System.Buffers.Binary;
using System.Text;
using Xia.Kernel.Time;

namespace Xia.Router.Captures;

/// <summary>
/// Writes a capture file in the pcapng format (draft-ietf-opsawg-pcapng): Ethernet frames, nanosecond times,
/// directions.
/// </summary>
/// <remarks>
/// <code>
/// section header | interface description … | enhanced packet …      each: type 4, length 4, body, length 4
/// </code>
/// Little-endian. Interfaces may be added between packets. The caller owns the stream, buffers it as he likes
/// and closes it; the bytes depend on the calls alone. One buffer is reused for all blocks.
/// </remarks>
public sealed class PcapngWriter
{
    internal const uint SectionHeaderBlock = 0x0a0d_0d0a;
    internal const uint InterfaceBlock = 1;
    internal const uint EnhancedPacketBlock = 6;
    internal const uint ByteOrderMagic = 0x1a2b_3c4d;
    internal const ushort EthernetLinkType = 1;
    internal const ushort InterfaceNameOption = 2;
    internal const ushort TimeResolutionOption = 9;
    internal const ushort PacketFlagsOption = 2;

    private const ushort ApplicationOption = 4;
    private const byte NanosecondResolution = 9;
    private const int MaximumNameBytes = 1024;
    private const int BlockOverheadBytes = 12;

    private readonly Stream _output;
    private readonly List<int> _snapLengths = [];
    private byte[] _block = new byte[2048];
    private int _length;

    /// <summary>Starts a file.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="application">Who writes it.</param>
    public PcapngWriter(Stream output, string application = "xia")
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(application);
        _output = output;
        Begin(SectionHeaderBlock);
        Put32(ByteOrderMagic);
        Put16(1);
        Put16(0);
        Put32(uint.MaxValue);
        Put32(uint.MaxValue);
        PutOption(ApplicationOption, Encoding.UTF8.GetBytes(application));
        EndOptions();
        End();
    }

    /// <summary>How many interfaces there are.</summary>
    public int InterfaceCount => _snapLengths.Count;

    /// <summary>Frames written so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Adds an interface: one end of a link.</summary>
    /// <param name="name">Its name; at most 1024 bytes of UTF-8 are kept.</param>
    /// <param name="snapLengthBytes">How much of each frame is kept; 0 for all.</param>
    /// <param name="link">What its frames begin with.</param>
    /// <returns>Its number, for <see cref="Write"/>.</returns>
    public int AddInterface(string name, int snapLengthBytes = 0, LinkType link = LinkType.Ethernet)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(snapLengthBytes);
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        Begin(InterfaceBlock);
        Put16((ushort)link);
        Put16(0);
        Put32((uint)snapLengthBytes);
        PutOption(InterfaceNameOption, bytes.AsSpan(0, Math.Min(bytes.Length, MaximumNameBytes)));
        PutOption(TimeResolutionOption, [NanosecondResolution]);
        EndOptions();
        End();
        _snapLengths.Add(snapLengthBytes);
        return _snapLengths.Count - 1;
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="interfaceNumber">What <see cref="AddInterface"/> returned.</param>
    /// <param name="time">When it was sent or arrived; not before the epoch.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="frame">The frame from its link header on.</param>
    /// <param name="missingBytes">How much longer it was.</param>
    public void Write(
        int interfaceNumber,
        Instant time,
        CaptureDirection direction,
        ReadOnlySpan<byte> frame,
        uint missingBytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            (uint)interfaceNumber, (uint)_snapLengths.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(time.Nanoseconds);
        int snapLength = _snapLengths[interfaceNumber];
        ReadOnlySpan<byte> kept = snapLength > 0 && snapLength < frame.Length ? frame[..snapLength] : frame;
        Begin(EnhancedPacketBlock);
        Put32((uint)interfaceNumber);
        Put32((uint)(time.Nanoseconds >> 32));
        Put32((uint)time.Nanoseconds);
        Put32((uint)kept.Length);
        Put32((uint)frame.Length + missingBytes);
        PutPadded(kept);
        if (direction != CaptureDirection.Unknown)
        {
            Span<byte> flags = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)direction);
            PutOption(PacketFlagsOption, flags);
            EndOptions();
        }

        End();
        FrameCount++;
    }

    private void Begin(uint type)
    {
        _length = 0;
        Put32(type);
        Put32(0);
    }

    private void End()
    {
        Put32((uint)_length + 4);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), (uint)_length);
        _output.Write(_block.AsSpan(0, _length));
    }

    private void PutOption(ushort code, ReadOnlySpan<byte> value)
    {
        Put16(code);
        Put16((ushort)value.Length);
        PutPadded(value);
    }

    private void EndOptions() => Put32(0);

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);
        _length += sizeof(ushort);
    }

    private void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);
        _length += sizeof(uint);
    }

    private void PutPadded(ReadOnlySpan<byte> value)
    {
        int padded = (value.Length + 3) & ~3;
        Span<byte> room = Room(padded);
        value.CopyTo(room);
        room[value.Length..padded].Clear();
        _length += padded;
    }

    private Span<byte> Room(int lengthBytes)
    {
        if (_block.Length < _length + lengthBytes + BlockOverheadBytes)
        {
            Array.Resize(ref _block, 2 * (_length + lengthBytes + BlockOverheadBytes));
        }

        return _block.AsSpan(_length);
    }
}
