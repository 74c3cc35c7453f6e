using System.Buffers.Binary;
using System.Collections.Frozen;
using Xia.Internet.Wire;
using Xia.Router.Elements.Icmp;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The fields of the ICMP header.</summary>
internal static class IcmpFields
{
    private const byte FragmentationNeeded = 4;
    private const int TimestampMessageBytes = 20;

    // Echo and its reply, time stamp, information; the types with identifier and sequence number.
    private const uint SequencedTypes = (1 << 0) | (1 << 8) | (1 << 13) | (1 << 14) | (1 << 15) | (1 << 16);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        Type("icmp_type", null),
        Type("icmp_type_name", (_, type, line) => AppendName(NumberNames.OfIcmpType((byte)type), type, line)),
        Code("icmp_code", null),
        Code(
            "icmp_code_name",
            (view, code, line) =>
                AppendName(NumberNames.OfIcmpCode(view.Transport[0], (byte)code), code, line)),
        Sequenced("icmp_flowid", 4, 6),
        Sequenced("icmp_seq", 6, 8),
        Field("icmp_nextmtu", 2, NextMtu, SetNextMtu, SummaryOrder.Transport + 2),
    ];

    private static NumberField Type(string name, Action<SummaryView, long, ByteText>? format) => Field(
        name,
        1,
        view => view.NeedsTransport(SummaryLayer.Icmp, 1) ? view.Transport[0] : SummaryView.Missing,
        SetType,
        SummaryOrder.Transport,
        format,
        (ReadOnlySpan<byte> word, SummaryDraft _, out ulong value) =>
            ParseName(word, IcmpNames.Types, out value));

    private static NumberField Code(string name, Action<SummaryView, long, ByteText>? format) => Field(
        name,
        1,
        view => view.NeedsTransport(SummaryLayer.Icmp, 2) ? view.Transport[1] : SummaryView.Missing,
        (draft, value) =>
        {
            draft.Transport[1] = (byte)value;
            draft.HasIcmpCode = true;
        },
        SummaryOrder.Transport + 1,
        format,
        (ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value) => ParseName(
            word,
            draft.HasIcmpType ? IcmpNames.CodesOf(draft.Transport[0]) : FrozenDictionary<string, byte>.Empty,
            out value));

    private static NumberField Sequenced(string name, int offset, int neededBytes) => Field(
        name,
        2,
        view => view.NeedsTransport(SummaryLayer.Icmp, 1) && IsSequenced(view.Transport[0])
            && view.NeedsTransport(SummaryLayer.Icmp, neededBytes)
                ? view.Transport16(offset)
                : SummaryView.Missing,
        (draft, value) =>
        {
            if (!draft.HasIcmpType || IsSequenced(draft.Transport[0]))
            {
                BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[offset..], (ushort)value);
            }
        },
        SummaryOrder.Transport + 2);

    private static NumberField Field(
        string name,
        int lengthBytes,
        Func<SummaryView, long> get,
        Action<SummaryDraft, ulong> set,
        int order,
        Action<SummaryView, long, ByteText>? format = null,
        NumberField.WordParser? parse = null) => new(name, lengthBytes)
        {
            Order = order,
            Get = get,
            Format = format,
            Parse = parse,
            Set = (draft, value) =>
            {
                if (draft.MakeIp(IpProtocol.Icmp) && draft.MakeTransport()
                    && draft.EnsureTransport(IcmpHeader.LengthBytes))
                {
                    set(draft, value);
                }
            },
        };

    private static void SetType(SummaryDraft draft, ulong type)
    {
        draft.Transport[0] = (byte)type;
        draft.HasIcmpType = true;
        if (type is IcmpNames.Timestamp or IcmpNames.TimestampReply)
        {
            draft.EnsureTransport(TimestampMessageBytes);
        }
    }

    private static long NextMtu(SummaryView view) =>
        view.NeedsTransport(SummaryLayer.Icmp, 2)
        && view.Transport[0] == IcmpNames.Unreachable && view.Transport[1] == FragmentationNeeded
        && view.NeedsTransport(SummaryLayer.Icmp, 8)
            ? view.Transport16(6)
            : SummaryView.Missing;

    private static void SetNextMtu(SummaryDraft draft, ulong value)
    {
        if ((!draft.HasIcmpType || draft.Transport[0] == IcmpNames.Unreachable)
            && (!draft.HasIcmpCode || draft.Transport[1] == FragmentationNeeded))
        {
            BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[6..], (ushort)value);
        }
    }

    private static bool IsSequenced(byte type) => type < 32 && (SequencedTypes & (1U << type)) != 0;

    private static bool ParseName(
        ReadOnlySpan<byte> word, FrozenDictionary<string, byte> names, out ulong value)
    {
        if (SummaryWords.TryReadNumber(word, out value))
        {
            return value <= byte.MaxValue;
        }

        bool named = names.TryGetValue(SummaryWords.Text(word), out byte number);
        value = number;
        return named;
    }

    private static void AppendName(string? name, long value, ByteText line)
    {
        if (name is null)
        {
            line.Append(value);
        }
        else
        {
            line.Append(name);
        }
    }
}
