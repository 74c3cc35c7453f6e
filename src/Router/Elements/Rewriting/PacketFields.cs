using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// The fields of an IPv4 header that rewriters read and write, without a look at all others.
/// </summary>
/// <remarks>
/// Whether the header is right is another element's business; nothing here reads past the packet's end once
/// <see cref="HasAddresses"/> said yes.
/// </remarks>
internal static class PacketFields
{
    private const int FragmentOffset = 6;
    private const int FragmentOffsetMask = 0x1fff;
    private const int ProtocolOffset = 9;
    private const int ChecksumOffset = 10;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;

    /// <summary>Whether a whole header is there.</summary>
    public static bool HasAddresses(ReadOnlySpan<byte> packet) => packet.Length >= Ipv4Header.LengthBytes
        && HeaderLength(packet) is >= Ipv4Header.LengthBytes and int length && length <= packet.Length;

    /// <summary>The length of the header.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> packet) => (packet[0] & 0x0f) * 4;

    /// <summary>Whether it is a fragment other than the first, so that no ports are there.</summary>
    public static bool IsLaterFragment(ReadOnlySpan<byte> packet) =>
        (BinaryPrimitives.ReadUInt16BigEndian(packet[FragmentOffset..]) & FragmentOffsetMask) != 0;

    /// <summary>What follows the header.</summary>
    public static byte Protocol(ReadOnlySpan<byte> packet) => packet[ProtocolOffset];

    /// <summary>Who sent it.</summary>
    public static uint Source(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[SourceOffset..]);

    /// <summary>Who gets it.</summary>
    public static uint Destination(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[DestinationOffset..]);

    /// <summary>A key of both addresses and nothing else.</summary>
    public static FlowKey Addresses(ReadOnlySpan<byte> packet) =>
        new(Source(packet), 0, Destination(packet), 0, 0);

    /// <summary>Writes both addresses and mends the header's checksum.</summary>
    /// <param name="packet">From the header on.</param>
    /// <param name="source">Who sends.</param>
    /// <param name="destination">Who receives.</param>
    /// <param name="change">What that does to a checksum.</param>
    public static void SetAddresses(Span<byte> packet, uint source, uint destination, ushort change)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[SourceOffset..], source);
        BinaryPrimitives.WriteUInt32BigEndian(packet[DestinationOffset..], destination);
        ChecksumChange.Apply(packet[ChecksumOffset..], change);
    }
}
