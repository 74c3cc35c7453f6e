using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The fields of the IPv4 header, but for its options.</summary>
internal static class IpFields
{
    private const ushort ArbitraryOffset = 100;
    private const int EcnMask = 3;

    private static readonly string[] EcnNames = ["no", "ect1", "ect2", "ce"];
    private static readonly string[] EcnOtherNames = ["-", "ECT(1)", "ECT(0)", "CE"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        Address("ip_src", 12),
        Address("ip_dst", 16),
        Byte("ip_tos", 1),
        Byte("ip_ttl", 8),
        Field(
            "ip_dscp",
            1,
            view => view.NeedsIp(2) ? view.Network[1] >> 2 : SummaryView.Missing,
            (draft, value) =>
                draft.Network[1] = (byte)((draft.Network[1] & EcnMask) | ((byte)value << 2))),
        Field(
            "ip_ecn",
            1,
            view => view.NeedsIp(2) ? view.Network[1] & EcnMask : SummaryView.Missing,
            (draft, value) =>
                draft.Network[1] = (byte)((draft.Network[1] & ~EcnMask) | ((int)value & EcnMask)),
            format: (_, value, line) => line.Append(EcnNames[value]),
            parse: ParseEcn),
        Field(
            "ip_frag",
            1,
            FragmentLetter,
            SetFragment,
            SummaryOrder.Network - 2,
            (_, value, line) => line.Append((char)value),
            ParseFragment,
            letter => FieldOfLetter((byte)letter) ?? 0),
        Field(
            "ip_fragoff",
            2,
            view => view.NeedsIp(8) ? view.FragmentField : SummaryView.Missing,
            SetFragment,
            SummaryOrder.Network - 1,
            FormatFragment,
            ParseFragment),
        Word("ip_id", 4, SummaryOrder.Network),
        Word("ip_sum", 10, SummaryOrder.Network + 2),
        Field(
            "ip_proto",
            1,
            view => view.NeedsIp(10) ? (byte)view.Protocol : SummaryView.Missing,
            (draft, value) => draft.Network[9] = (byte)value,
            format: FormatProtocol,
            parse: ParseProtocol),
        Field(
            "ip_hl",
            1,
            view => view.NeedsIp(1) ? view.IpHeaderLengthBytes : SummaryView.Missing,
            SetHeaderLength,
            SummaryOrder.Network - 1),
        Field(
            "ip_len",
            4,
            view => (view.HasIp ? view.IpLengthBytes : view.LengthBytes)
                + (view.CountsExtraLength ? view.Packet.Annotations.ExtraLengthBytes : 0),
            (draft, value) => draft.WantedLengthBytes = (uint)draft.NetworkOffset + (uint)value,
            SummaryOrder.Network + 1),
        Field(
            "ip_capture_len",
            4,
            view => view.HasIp ? Math.Min(view.IpLengthBytes, view.NetworkLengthBytes) : view.LengthBytes,
            (_, _) => { },
            SummaryOrder.Payload + 2),
    ];

    private static NumberField Field(
        string name,
        int lengthBytes,
        Func<SummaryView, long> get,
        Action<SummaryDraft, ulong> set,
        int order = SummaryOrder.Network,
        Action<SummaryView, long, ByteText>? format = null,
        NumberField.WordParser? parse = null,
        Func<ulong, ulong>? fromBinary = null) => new(name, lengthBytes)
        {
            Order = order,
            Get = get,
            Format = format,
            Parse = parse,
            FromBinary = fromBinary,
            Set = (draft, value) =>
            {
                if (draft.MakeIp(null))
                {
                    set(draft, value);
                }
            },
        };

    private static NumberField Byte(string name, int offset) => Field(
        name,
        1,
        view => view.NeedsIp(offset + 1) ? view.Network[offset] : SummaryView.Missing,
        (draft, value) => draft.Network[offset] = (byte)value);

    private static NumberField Word(string name, int offset, int order) => Field(
        name,
        2,
        view => view.NeedsIp(offset + 2) ? view.Network16(offset) : SummaryView.Missing,
        (draft, value) => BinaryPrimitives.WriteUInt16BigEndian(draft.Network[offset..], (ushort)value),
        order);

    private static NumberField Address(string name, int offset) => Field(
        name,
        4,
        view => view.NeedsIp(offset + 4) ? IpAddress.Read(view.Network[offset..]).Value : SummaryView.Missing,
        (draft, value) => new IpAddress((uint)value).Write(draft.Network[offset..]),
        format: (_, value, line) => line.Append(new IpAddress((uint)value)),
        parse: (ReadOnlySpan<byte> word, SummaryDraft _, out ulong value) =>
        {
            bool read = SummaryWords.TryReadAddress(word, out IpAddress address);
            value = address.Value;
            return read;
        });

    private static bool ParseEcn(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value)
    {
        string text = SummaryWords.Text(word);
        int index = Math.Max(Array.IndexOf(EcnNames, text), Array.IndexOf(EcnOtherNames, text));
        value = (ulong)index;
        return index >= 0 || (SummaryWords.TryReadNumber(word, out value) && value <= EcnMask);
    }

    private static long FragmentLetter(SummaryView view)
    {
        if (!view.NeedsIp(8))
        {
            return SummaryView.Missing;
        }

        if (Ipv4Bits.IsFragment(view.FragmentField))
        {
            return view.IsFirstFragment ? 'F' : 'f';
        }

        return (view.FragmentField & Ipv4Bits.DontFragment) != 0 ? '!' : '.';
    }

    private static ushort? FieldOfLetter(byte letter) => letter switch
    {
        (byte)'.' => 0,
        (byte)'!' => Ipv4Bits.DontFragment,
        (byte)'F' => Ipv4Bits.MoreFragments,
        (byte)'f' => ArbitraryOffset,
        _ => null,
    };

    private static void SetFragment(SummaryDraft draft, ulong value) =>
        BinaryPrimitives.WriteUInt16BigEndian(draft.Network[6..], (ushort)value);

    private static void FormatFragment(SummaryView view, long value, ByteText line)
    {
        line.Append((value & Ipv4Bits.OffsetMask) * 8);
        if ((value & Ipv4Bits.MoreFragments) != 0)
        {
            line.Append('+');
        }

        if ((value & Ipv4Bits.DontFragment) != 0)
        {
            line.Append('!');
        }
    }

    private static bool ParseFragment(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value)
    {
        if (word.Length == 1 && FieldOfLetter(word[0]) is { } field)
        {
            value = field;
            return true;
        }

        ReadOnlySpan<byte> rest = word;
        SummaryWords.TakeNumber(ref rest, out value);
        value = draft.MinorVersion > 0 ? value / 8 : value;
        foreach (byte at in rest)
        {
            if (at is not ((byte)'!' or (byte)'+'))
            {
                return false;
            }

            value |= at == '!' ? Ipv4Bits.DontFragment : Ipv4Bits.MoreFragments;
        }

        return word.Length > 0;
    }

    private static void FormatProtocol(SummaryView view, long value, ByteText line)
    {
        switch ((IpProtocol)value)
        {
            case IpProtocol.Tcp:
                line.Append('T');
                break;
            case IpProtocol.Udp:
                line.Append('U');
                break;
            case IpProtocol.Icmp:
                line.Append('I');
                break;
            default:
                line.Append(value);
                break;
        }
    }

    private static bool ParseProtocol(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value)
    {
        IpProtocol letter = word switch
        {
            [(byte)'T'] => IpProtocol.Tcp,
            [(byte)'U'] => IpProtocol.Udp,
            [(byte)'I'] => IpProtocol.Icmp,
            _ => default,
        };
        value = (ulong)letter;
        return value > 0 || (SummaryWords.TryReadNumber(word, out value) && value <= byte.MaxValue);
    }

    // New room in the header is full of end-of-list options; a header that gets shorter keeps its bytes.
    private static void SetHeaderLength(SummaryDraft draft, ulong value)
    {
        draft.HasIpHeaderLength = true;
        int length = ((int)value + 3) & ~3;
        int more = length - draft.IpHeaderLengthBytes;
        if (more <= 0)
        {
            draft.Network[0] = (byte)((draft.Network[0] & 0xf0) | ((length / 4) & 15));
        }
        else if (draft.Extend(more))
        {
            draft.SetIpHeaderLength(length);
            draft.Network.Slice(length - more, more).Clear();
        }
    }
}
