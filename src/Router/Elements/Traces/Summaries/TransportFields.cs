using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The ports, and the fields of the UDP and TCP headers but for options.</summary>
internal static class TransportFields
{
    private const string FlagLetters = "FSRPAUECN";
    private const int HighestFlags = 0x1000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        Port("sport", 0),
        Port("dport", 2),
        Udp("udp_len", 4),
        Tcp(
            "tcp_seq",
            4,
            view => Tcp32(view, 4),
            (draft, value) => BinaryPrimitives.WriteUInt32BigEndian(draft.Transport[4..], (uint)value)),
        Tcp(
            "tcp_ack",
            4,
            view => Tcp32(view, 8),
            (draft, value) => BinaryPrimitives.WriteUInt32BigEndian(draft.Transport[8..], (uint)value)),
        Tcp(
            "tcp_off",
            1,
            view => view.NeedsTransport(SummaryLayer.Tcp, 13)
                ? view.Transport[12] >> 4 << 2
                : SummaryView.Missing,
            SetTcpLength,
            SummaryOrder.Transport - 1),
        Tcp(
            "tcp_flags",
            1,
            view => view.NeedsTransport(SummaryLayer.Tcp, 14)
                ? view.Transport16(12) & 0xfff
                : SummaryView.Missing,
            SetFlags,
            format: FormatFlags,
            parse: ParseFlags),
        Tcp(
            "tcp_window",
            2,
            view => Tcp16(view, 14),
            (draft, value) => BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[14..], (ushort)value)),
        Tcp(
            "tcp_urp",
            2,
            view => Tcp16(view, 18),
            (draft, value) => BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[18..], (ushort)value)),
    ];

    private static NumberField Port(string name, int offset) => new(name, 2)
    {
        Order = SummaryOrder.Transport,
        Get = view => view.NeedsTransport(SummaryLayer.Ports, offset + 2)
            ? view.Transport16(offset)
            : SummaryView.Missing,
        Set = (draft, value) =>
        {
            if (draft.MakeIp(null) && draft.MakeTransport()
                && (draft.Protocol == default || Ipv4Bits.HasPorts(draft.Protocol)))
            {
                BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[offset..], (ushort)value);
            }
        },
    };

    private static NumberField Udp(string name, int offset) => new(name, 4)
    {
        Order = SummaryOrder.Transport,
        Get = view => view.NeedsTransport(SummaryLayer.Udp, offset + 2)
            ? view.Transport16(offset)
            : SummaryView.Missing,
        Set = (draft, value) =>
        {
            if (draft.MakeIp(null) && draft.MakeTransport()
                && draft.Protocol is default(IpProtocol) or IpProtocol.Udp or Ipv4Bits.UdpLite
                && draft.EnsureTransport(UdpHeader.HeaderLengthBytes))
            {
                BinaryPrimitives.WriteUInt16BigEndian(draft.Transport[offset..], (ushort)value);
            }
        },
    };

    private static NumberField Tcp(
        string name,
        int lengthBytes,
        Func<SummaryView, long> get,
        Action<SummaryDraft, ulong> set,
        int order = SummaryOrder.Transport,
        Action<SummaryView, long, ByteText>? format = null,
        NumberField.WordParser? parse = null) => new(name, lengthBytes)
        {
            Order = order,
            Get = get,
            Format = format,
            Parse = parse,
            Set = (draft, value) =>
            {
                if (draft.MakeIp(IpProtocol.Tcp) && draft.MakeTransport())
                {
                    set(draft, value);
                }
            },
        };

    private static long Tcp16(SummaryView view, int offset) =>
        view.NeedsTransport(SummaryLayer.Tcp, offset + 2) ? view.Transport16(offset) : SummaryView.Missing;

    private static long Tcp32(SummaryView view, int offset) =>
        view.NeedsTransport(SummaryLayer.Tcp, offset + 4) ? view.Transport32(offset) : SummaryView.Missing;

    // New room in the header is full of end-of-list options.
    private static void SetTcpLength(SummaryDraft draft, ulong value)
    {
        int length = ((int)value + 3) & ~3;
        int more = length - (draft.Transport[12] >> 4 << 2);
        if (more > 0)
        {
            if (!draft.Extend(more))
            {
                return;
            }

            draft.Transport.Slice(length - more, more).Clear();
        }

        draft.Transport[12] = (byte)((draft.Transport[12] & 15) | (length / 4 << 4));
    }

    private static void SetFlags(SummaryDraft draft, ulong value)
    {
        draft.Transport[12] = (byte)((draft.Transport[12] & 0xf0) | ((byte)(value >> 8) & 15));
        draft.Transport[13] = (byte)value;
    }

    private static void FormatFlags(SummaryView view, long flags, ByteText line)
    {
        if (flags is 0)
        {
            line.Append('.');
            return;
        }

        for (int bit = 0; bit < FlagLetters.Length; bit++)
        {
            if ((flags & (1L << bit)) != 0)
            {
                line.Append(FlagLetters[bit]);
            }
        }
    }

    private static bool ParseFlags(ReadOnlySpan<byte> word, SummaryDraft draft, out ulong value)
    {
        value = 0;
        if (word is [(byte)'.'])
        {
            return true;
        }

        if (word.IsEmpty || SummaryWords.IsDigit(word[0]))
        {
            return SummaryWords.TryReadNumber(word, out value) && value < HighestFlags;
        }

        foreach (byte at in word)
        {
            int bit = at switch
            {
                (byte)'X' => FlagLetters.IndexOf('E', StringComparison.Ordinal),
                (byte)'W' or (byte)'Y' => FlagLetters.IndexOf('C', StringComparison.Ordinal),
                _ => FlagLetters.IndexOf((char)at, StringComparison.Ordinal),
            };
            if (bit < 0)
            {
                return false;
            }

            value |= 1UL << bit;
        }

        return true;
    }
}
