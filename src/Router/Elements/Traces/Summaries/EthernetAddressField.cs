using Xia.Internet.Wire;
using Xia.Router.Elements.Printing;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>One of the two addresses of an Ethernet header.</summary>
internal sealed class EthernetAddressField : SummaryField
{
    private readonly int _offset;

    /// <summary>An address.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="offset">Where it stands in the header.</param>
    public EthernetAddressField(string name, int offset)
        : base(name)
    {
        _offset = offset;
        NeedsHeaders = false;
        Order = SummaryOrder.Link;
    }

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        ReadOnlySpan<byte> header = Header(view);
        if (header.IsEmpty)
        {
            return false;
        }

        line.AppendEthernet(header[_offset..]);
        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record)
    {
        ReadOnlySpan<byte> header = Header(view);
        Span<byte> room = record.Extend(MacAddress.LengthBytes);
        room.Clear();
        if (!header.IsEmpty)
        {
            header.Slice(_offset, MacAddress.LengthBytes).CopyTo(room);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        Span<byte> address = stackalloc byte[MacAddress.LengthBytes];
        return SummaryWords.TryReadEthernet(word, address) && TryReadBinary(address, draft);
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => MacAddress.LengthBytes;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft)
    {
        draft.MakeLink();
        bytes.CopyTo(draft.Link[_offset..]);
        return true;
    }

    /// <summary>The Ethernet header; empty, and a complaint, when the packet has none.</summary>
    /// <remarks>A packet without marks is a frame that ends with its header.</remarks>
    internal static ReadOnlySpan<byte> Header(SummaryView view)
    {
        Packet packet = view.Packet;
        int network = packet.HasNetworkHeader ? packet.NetworkOffset : packet.LengthBytes;
        int start = packet.MacOffset;
        bool known = packet.HasMacHeader || !packet.HasNetworkHeader || network > 0;
        if (!known || start + EthernetHeader.LengthBytes != network)
        {
            view.Complain(SummaryLayer.Ethernet, 0);
            return default;
        }

        ReadOnlySpan<byte> frame = packet.HasMacHeader ? packet.MacHeader : packet.Data;
        return frame.Length >= EthernetHeader.LengthBytes ? frame[..EthernetHeader.LengthBytes] : default;
    }
}
