using System.Buffers.Binary;
using Xia.Kernel.Checksums;

namespace Xia.Migration.Framing;

/// <summary>The 20 bytes before every payload of the migration stream; integers are big-endian.</summary>
/// <remarks>
/// <code>
///  0        1        2        3
/// +--------+--------+--------+--------+
/// |  0x58  |  0x4D  | version|  kind  |
/// +--------+--------+--------+--------+
/// |       sequence, from 0 on         |
/// +-----------------------------------+
/// |     length of payload in bytes    |
/// +-----------------------------------+
/// |        CRC-32C of payload         |
/// +-----------------------------------+
/// |  CRC-32C of the 16 bytes above    |
/// +-----------------------------------+
/// </code>
/// The header has a checksum of its own, so that a damaged length is found at once and not by waiting for
/// bytes that never come.
/// </remarks>
internal readonly record struct FrameHeader(
    FrameKind Kind, uint Sequence, int PayloadBytes, uint PayloadChecksum)
{
    /// <summary>The length of every header.</summary>
    public const int LengthBytes = 20;

    private const ushort Magic = 0x584D;
    private const byte Version = 1;
    private const int VersionOffset = 2;
    private const int KindOffset = 3;
    private const int SequenceOffset = 4;
    private const int PayloadBytesOffset = 8;
    private const int PayloadChecksumOffset = 12;
    private const int HeaderChecksumOffset = 16;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="source">At least <see cref="LengthBytes"/> bytes.</param>
    /// <param name="sequence">The sequence number that is due.</param>
    /// <param name="maximumPayloadBytes">The longest payload that this end takes.</param>
    /// <param name="header">The header, if Complete is returned.</param>
    /// <returns>Complete, or what is wrong.</returns>
    public static FrameStatus Read(
        ReadOnlySpan<byte> source, uint sequence, int maximumPayloadBytes, out FrameHeader header)
    {
        header = default;
        if (BinaryPrimitives.ReadUInt16BigEndian(source) != Magic)
        {
            return FrameStatus.BadMagic;
        }

        if (source[VersionOffset] != Version)
        {
            return FrameStatus.BadVersion;
        }

        uint checksum = BinaryPrimitives.ReadUInt32BigEndian(source[HeaderChecksumOffset..]);
        if (Crc32C.Compute(source[..HeaderChecksumOffset]) != checksum)
        {
            return FrameStatus.BadHeaderChecksum;
        }

        FrameKind kind = (FrameKind)source[KindOffset];
        if (kind is not (FrameKind.Control or FrameKind.Pages or FrameKind.DeviceState))
        {
            return FrameStatus.BadKind;
        }

        uint payloadBytes = BinaryPrimitives.ReadUInt32BigEndian(source[PayloadBytesOffset..]);
        if (payloadBytes > (uint)maximumPayloadBytes)
        {
            return FrameStatus.TooLong;
        }

        uint found = BinaryPrimitives.ReadUInt32BigEndian(source[SequenceOffset..]);
        uint payloadChecksum = BinaryPrimitives.ReadUInt32BigEndian(source[PayloadChecksumOffset..]);
        header = new FrameHeader(kind, found, (int)payloadBytes, payloadChecksum);
        return found == sequence ? FrameStatus.Complete : FrameStatus.BadSequence;
    }

    /// <summary>Writes the header with its checksum into <see cref="LengthBytes"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, Magic);
        destination[VersionOffset] = Version;
        destination[KindOffset] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(destination[SequenceOffset..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[PayloadBytesOffset..], (uint)PayloadBytes);
        BinaryPrimitives.WriteUInt32BigEndian(destination[PayloadChecksumOffset..], PayloadChecksum);
        uint checksum = Crc32C.Compute(destination[..HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[HeaderChecksumOffset..], checksum);
    }
}
