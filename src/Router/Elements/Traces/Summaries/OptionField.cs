using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The options of the IP or the TCP header, all or some kinds of them.</summary>
internal sealed class OptionField : SummaryField
{
    private const int TcpLengthEndsAt = 13;

    private readonly bool _tcp;
    private readonly OptionKinds _kinds;

    /// <summary>Options.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="tcp">Whether they are TCP's, not IP's.</param>
    /// <param name="kinds">Which kinds are taken; padding is never shown.</param>
    public OptionField(string name, bool tcp, OptionKinds kinds)
        : base(name)
    {
        _tcp = tcp;
        _kinds = kinds;
    }

    /// <summary>All fields of this sort.</summary>
    public static IReadOnlyList<SummaryField> All { get; } =
    [
        new OptionField("ip_opt", tcp: false, OptionKinds.All) { Order = SummaryOrder.Network },
        new OptionField("tcp_opt", tcp: true, OptionKinds.All) { Order = SummaryOrder.Transport + 3 },
        new OptionField("tcp_ntopt", tcp: true, OptionKinds.AllButPadding & ~OptionKinds.Timestamp)
        {
            Order = SummaryOrder.Transport + 2,
        },
        new OptionField("tcp_sack", tcp: true, OptionKinds.Acknowledgements)
        {
            Order = SummaryOrder.Transport + 1,
        },
    ];

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        if (!TryFind(view, out ReadOnlySpan<byte> options))
        {
            return false;
        }

        if (_tcp)
        {
            OptionText.Format<TcpOptionText>(options, _kinds, line);
        }
        else
        {
            OptionText.Format<IpOptionText>(options, _kinds, line);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record)
    {
        TryFind(view, out ReadOnlySpan<byte> options);
        if (_tcp)
        {
            OptionText.WriteBinary<TcpOptionText>(options, _kinds, record);
        }
        else
        {
            OptionText.WriteBinary<IpOptionText>(options, _kinds, record);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        ByteText options = draft.Value;
        options.Clear();
        bool read = word is [(byte)'.']
            || (_tcp
                ? OptionText.TryParse<TcpOptionText>(word, _kinds, options)
                : OptionText.TryParse<IpOptionText>(word, _kinds, options));
        if (read)
        {
            Inject(draft, options.Bytes);
        }

        return read;
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => rest.Length > 0 ? rest[0] + 1 : 1;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft)
    {
        bool fits = bytes.Length - 1 <= OptionText.MaximumLengthBytes;
        if (fits)
        {
            Inject(draft, bytes[1..]);
        }

        return fits;
    }

    private bool TryFind(SummaryView view, out ReadOnlySpan<byte> options)
    {
        options = default;
        int header = 0;
        if (_tcp)
        {
            if (!view.NeedsTransport(SummaryLayer.Tcp, TcpLengthEndsAt))
            {
                return false;
            }

            header = view.Transport[12] >> 4 << 2;
            if (IsUsualTimestamp(view, header))
            {
                return true;
            }
        }
        else if (view.NeedsIp(1))
        {
            header = view.IpHeaderLengthBytes;
        }
        else
        {
            return false;
        }

        // Both headers are as long without options.
        if (header <= Ipv4Header.LengthBytes)
        {
            return true;
        }

        bool whole = _tcp ? view.NeedsTransport(SummaryLayer.Tcp, header) : view.NeedsIp(header);
        options = whole ? (_tcp ? view.Transport : view.Network)[Ipv4Header.LengthBytes..header] : default;
        return whole;
    }

    // The one option that most segments carry is not looked at by fields that leave it out.
    private bool IsUsualTimestamp(SummaryView view, int headerBytes)
    {
        const uint paddedTimestamp = 0x0101_080a;
        return !_kinds.HasFlag(OptionKinds.Timestamp) && headerBytes == 32
            && view.TransportLengthBytes >= 24 && view.Transport32(20) == paddedTimestamp;
    }

    private void Inject(SummaryDraft draft, ReadOnlySpan<byte> options)
    {
        if (_tcp)
        {
            if (!draft.MakeIp(IpProtocol.Tcp) || !draft.MakeTransport())
            {
                return;
            }

            draft.HasTcpHeaderLength = true;
        }
        else
        {
            if (!draft.MakeIp(null))
            {
                return;
            }

            draft.HasIpHeaderLength = true;
        }

        int header = (Ipv4Header.LengthBytes + options.Length + 3) & ~3;
        if (options.Length > 0 && (_tcp ? draft.EnsureTransport(header) : draft.EnsureNetwork(header)))
        {
            Write(draft, options, header);
        }
    }

    // What is left of the header ends the list: its type is zero.
    private void Write(SummaryDraft draft, ReadOnlySpan<byte> options, int headerBytes)
    {
        int present = _tcp ? draft.Transport[12] >> 4 << 2 : draft.IpHeaderLengthBytes;
        if (headerBytes < present)
        {
            headerBytes = present;
        }
        else if (_tcp)
        {
            draft.Transport[12] = (byte)((draft.Transport[12] & 15) | (headerBytes / 4 << 4));
        }
        else
        {
            draft.SetIpHeaderLength(headerBytes);
        }

        Span<byte> room = (_tcp ? draft.Transport : draft.Network)[Ipv4Header.LengthBytes..headerBytes];
        options.CopyTo(room);
        room[options.Length..].Clear();
    }
}
