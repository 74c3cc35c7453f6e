using System.Buffers.Binary;

namespace Xia.Router.Elements.Rewriting.Flows;

/// <summary>
/// What a change of covered bytes does to Internet checksums, worked out once per flow (RFC 1624, equation
/// 3).
/// </summary>
/// <remarks>
/// A change is the folded one's complement sum of the new 16-bit words and the complements of the old ones;
/// its complement undoes it.
/// </remarks>
internal static class ChecksumChange
{
    /// <summary>The change of both addresses.</summary>
    public static ushort OfAddresses(in FlowKey before, in FlowKey after) =>
        Fold(Words(after.Source, before.Source) + Words(after.Destination, before.Destination));

    /// <summary>The change of both ports.</summary>
    public static ushort OfPorts(in FlowKey before, in FlowKey after) => Fold(
        Word(after.SourcePort, before.SourcePort) + Word(after.DestinationPort, before.DestinationPort));

    /// <summary>Two changes in one.</summary>
    public static ushort Sum(ushort left, ushort right) => Fold((uint)left + right);

    /// <summary>The change of one 32-bit word at an even offset.</summary>
    public static ushort OfWord(uint before, uint after) => Fold(Words(after, before));

    /// <summary>Mends a checksum in place.</summary>
    public static void Apply(Span<byte> checksum, ushort change) => BinaryPrimitives.WriteUInt16BigEndian(
        checksum, Mend(BinaryPrimitives.ReadUInt16BigEndian(checksum), change));

    /// <summary>Mends a checksum of UDP in place, whose 0 means that there is none (RFC 768).</summary>
    public static void ApplyUdp(Span<byte> checksum, ushort change)
    {
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(checksum);
        if (before != 0)
        {
            ushort after = Mend(before, change);
            BinaryPrimitives.WriteUInt16BigEndian(checksum, after == 0 ? ushort.MaxValue : after);
        }
    }

    private static ushort Mend(ushort checksum, ushort change) =>
        (ushort)~Fold((uint)(ushort)~checksum + change);

    private static uint Words(uint after, uint before) =>
        Word((ushort)(after >> 16), (ushort)(before >> 16)) + Word((ushort)after, (ushort)before);

    private static uint Word(ushort after, ushort before) => (uint)after + (ushort)~before;

    private static ushort Fold(uint sum)
    {
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }
}
