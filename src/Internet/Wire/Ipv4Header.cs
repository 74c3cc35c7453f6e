using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xia.Kernel.Checksums;

namespace Xia.Internet.Wire;

/// <summary>The header of an IPv4 packet (RFC 791).</summary>
/// <remarks>
/// <code>
///  0               1               2               3
/// |version|length |type of service|         total length          |
/// |        identification         |flags|    fragment offset      |
/// | time to live  |   protocol    |        header checksum        |
/// |                            source                             |
/// |                          destination                          |
/// |                     options, up to 40 bytes                   |
/// </code>
/// Options are passed over when read and never written.
/// </remarks>
public readonly record struct Ipv4Header
{
    /// <summary>How long it is without options, as it is written here.</summary>
    public const int LengthBytes = 20;

    /// <summary>The most bytes of a packet.</summary>
    public const int MaximumPacketBytes = ushort.MaxValue;

    /// <summary>The flag "don't fragment" in <see cref="FragmentField"/>.</summary>
    public const ushort DontFragment = 0x4000;

    /// <summary>The flag "more fragments" in <see cref="FragmentField"/>.</summary>
    public const ushort MoreFragments = 0x2000;

    private const int ServiceOffset = 1;
    private const int TotalLengthOffset = 2;
    private const int IdentificationOffset = 4;
    private const int FragmentOffset = 6;
    private const int TimeToLiveOffset = 8;
    private const int ProtocolOffset = 9;
    private const int ChecksumOffset = 10;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;
    private const int FragmentOffsetMask = 0x1fff;

    /// <summary>The header's length with options, in bytes.</summary>
    public int HeaderLengthBytes { get; init; }

    /// <summary>The type of service, or DSCP and ECN.</summary>
    public byte Service { get; init; }

    /// <summary>The packet's length, header included, in bytes.</summary>
    public int TotalLengthBytes { get; init; }

    /// <summary>What fragments of one packet have in common.</summary>
    public ushort Identification { get; init; }

    /// <summary>Flags and offset.</summary>
    public ushort FragmentField { get; init; }

    /// <summary>How many hops are left.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>What follows.</summary>
    public IpProtocol Protocol { get; init; }

    /// <summary>Who sent it.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Who gets it.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>How many bytes follow the header.</summary>
    public int PayloadBytes => TotalLengthBytes - HeaderLengthBytes;

    /// <summary>Whether it is not the whole packet.</summary>
    public bool IsFragment => (FragmentField & (MoreFragments | FragmentOffsetMask)) != 0;

    /// <summary>Whether it is a fragment other than the first.</summary>
    public bool IsLaterFragment => (FragmentField & FragmentOffsetMask) != 0;

    /// <summary>
    /// Reads and checks a header, checksum included; bytes after the total length are padding.
    /// </summary>
    public static Ipv4Fault TryRead(ReadOnlySpan<byte> packet, out Ipv4Header header)
    {
        Ipv4Fault fault = Check(packet);
        header = fault == Ipv4Fault.None ? ReadChecked(packet) : default;
        return fault;
    }

    /// <summary>Checks a header in place, checksum included.</summary>
    public static Ipv4Fault Check(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < LengthBytes)
        {
            return Ipv4Fault.Truncated;
        }

        if (packet[0] >> 4 != 4)
        {
            return Ipv4Fault.WrongVersion;
        }

        int headerBytes = ReadHeaderLength(packet);
        if (headerBytes < LengthBytes || headerBytes > packet.Length)
        {
            return Ipv4Fault.HeaderLength;
        }

        int totalBytes = ReadTotalLength(packet);
        if (totalBytes < headerBytes || totalBytes > packet.Length)
        {
            return Ipv4Fault.TotalLength;
        }

        return InternetChecksum.Compute(packet[..headerBytes]) == 0 ? Ipv4Fault.None : Ipv4Fault.Checksum;
    }

    /// <summary>Reads the header of a packet that <see cref="Check"/> found right.</summary>
    public static Ipv4Header ReadChecked(ReadOnlySpan<byte> packet) => new()
    {
        HeaderLengthBytes = ReadHeaderLength(packet),
        Service = packet[ServiceOffset],
        TotalLengthBytes = ReadTotalLength(packet),
        Identification = BinaryPrimitives.ReadUInt16BigEndian(packet[IdentificationOffset..]),
        FragmentField = BinaryPrimitives.ReadUInt16BigEndian(packet[FragmentOffset..]),
        TimeToLive = packet[TimeToLiveOffset],
        Protocol = ReadProtocol(packet),
        Source = ReadSource(packet),
        Destination = ReadDestination(packet),
    };

    /// <summary>The header length of a checked packet, in bytes.</summary>
    public static int ReadHeaderLength(ReadOnlySpan<byte> packet) => (packet[0] & 0x0f) * 4;

    /// <summary>The total length of a checked packet, in bytes.</summary>
    public static int ReadTotalLength(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt16BigEndian(packet[TotalLengthOffset..]);

    /// <summary>The hops left to a checked packet.</summary>
    public static byte ReadTimeToLive(ReadOnlySpan<byte> packet) => packet[TimeToLiveOffset];

    /// <summary>What follows the header of a checked packet.</summary>
    public static IpProtocol ReadProtocol(ReadOnlySpan<byte> packet) => (IpProtocol)packet[ProtocolOffset];

    /// <summary>The sender of a checked packet.</summary>
    public static IpAddress ReadSource(ReadOnlySpan<byte> packet) => IpAddress.Read(packet[SourceOffset..]);

    /// <summary>The receiver of a checked packet.</summary>
    public static IpAddress ReadDestination(ReadOnlySpan<byte> packet) =>
        IpAddress.Read(packet[DestinationOffset..]);

    /// <summary>
    /// Takes one hop off a checked packet whose time to live is above 0, and mends the checksum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DecrementTimeToLive(Span<byte> packet)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(packet[TimeToLiveOffset..]);
        packet[TimeToLiveOffset]--;
        ushort after = BinaryPrimitives.ReadUInt16BigEndian(packet[TimeToLiveOffset..]);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(packet[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[ChecksumOffset..], InternetChecksum.Update(checksum, before, after));
    }

    /// <summary>Changes the type of service of a checked packet, and mends the checksum.</summary>
    public static void WriteService(Span<byte> packet, byte service)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(packet);
        packet[ServiceOffset] = service;
        ushort after = BinaryPrimitives.ReadUInt16BigEndian(packet);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(packet[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[ChecksumOffset..], InternetChecksum.Update(checksum, before, after));
    }

    /// <summary>Writes the checksum of a header that is otherwise complete.</summary>
    /// <param name="header">The header with its options and nothing else.</param>
    public static void WriteChecksum(Span<byte> header)
    {
        header[ChecksumOffset..(ChecksumOffset + 2)].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], InternetChecksum.Compute(header));
    }

    /// <summary>Writes the header without options, and with its checksum.</summary>
    public void Write(Span<byte> packet)
    {
        packet[0] = 0x40 | (LengthBytes / 4);
        packet[ServiceOffset] = Service;
        BinaryPrimitives.WriteUInt16BigEndian(packet[TotalLengthOffset..], checked((ushort)TotalLengthBytes));
        BinaryPrimitives.WriteUInt16BigEndian(packet[IdentificationOffset..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(packet[FragmentOffset..], FragmentField);
        packet[TimeToLiveOffset] = TimeToLive;
        packet[ProtocolOffset] = (byte)Protocol;
        packet[ChecksumOffset..(ChecksumOffset + 2)].Clear();
        Source.Write(packet[SourceOffset..]);
        Destination.Write(packet[DestinationOffset..]);
        ushort checksum = InternetChecksum.Compute(packet[..LengthBytes]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[ChecksumOffset..], checksum);
    }
}
