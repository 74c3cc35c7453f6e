using System.Buffers.Binary;
using System.Globalization;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The fields of the Ethernet header.</summary>
internal static class LinkFields
{
    private const int SourceOffset = 6;
    private const int TypeOffset = 12;
    private const ushort Ip6Type = 0x86dd;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        new EthernetAddressField("eth_src", SourceOffset),
        new EthernetAddressField("eth_dst", 0),
        new NumberField("eth_type", 2)
        {
            NeedsHeaders = false,
            Order = SummaryOrder.Link,
            Get = view => EthernetAddressField.Header(view) is { IsEmpty: false } header
                ? BinaryPrimitives.ReadUInt16BigEndian(header[TypeOffset..])
                : SummaryView.Missing,
            Format = (_, value, line) =>
                line.Append(value.ToString("X4", CultureInfo.InvariantCulture)),
            Parse = (ReadOnlySpan<byte> word, SummaryDraft _, out ulong value) =>
                SummaryWords.TryReadHex(word, out value) && value <= ushort.MaxValue,
            Set = SetType,
        },
    ];

    private static void SetType(SummaryDraft draft, ulong type)
    {
        draft.MakeLink();
        BinaryPrimitives.WriteUInt16BigEndian(draft.Link[TypeOffset..], (ushort)type);
        if (type is not (EtherTypes.Ipv4 or Ip6Type))
        {
            draft.IsIp = false;
        }
    }
}
