using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Hosts;

/// <summary>
/// Answers XCMP echoes, and passes on what the network reports about this host's own packets.
/// </summary>
/// <remarks>
/// A report counts only when it quotes a packet of an association that exists: by the nonce, if the quote is
/// long enough to show it, else by both addresses. Reports are soft (RFC 5461): datagram applications hear of
/// them, streams go on trying. Only "no such service", with the nonce quoted, ends a stream that is still
/// opening.
/// </remarks>
internal sealed class ControlReceiver(StackCore core, AnswerQueue answers, StreamRegistry streams)
{
    private const int NonceOffset = 8;

    /// <summary>An XCMP message arrived.</summary>
    public void OnPacket(ReadOnlySpan<byte> packet, in XipHeader header, Instant now)
    {
        if (XcmpMessage.TryParse(header.Payload, out XcmpMessage message) != XcmpFault.None)
        {
            core.Counters.Count(StackCounter.XcmpIgnored);
            return;
        }

        switch (message.Type)
        {
            case XcmpType.EchoRequest:
                answers.AddEchoReply(packet, header);
                break;
            case XcmpType.Unreachable:
                OnReport(message, StackCounter.UnreachableHeard, now);
                break;
            case XcmpType.TimeExceeded:
                OnReport(message, StackCounter.TimeExceededHeard, now);
                break;
            default:
                core.Counters.Count(StackCounter.XcmpIgnored);
                break;
        }
    }

    private void OnReport(in XcmpMessage message, StackCounter counter, Instant now)
    {
        if (!TryFind(message.Body, out Association? association, out bool isSure))
        {
            core.Counters.Count(StackCounter.XcmpIgnored);
            return;
        }

        core.Counters.Count(counter);
        association.Socket?.Observer.OnUnreachable(association.Peer.Token, now);
        if (association.Stream is { } stream
            && isSure
            && message.Type == XcmpType.Unreachable
            && message.Code == XcmpCode.NoService)
        {
            stream.Machine.OnUnreachable();
            streams.NoteChange(stream);
            core.Update(association);
        }
    }

    private bool TryFind(
        ReadOnlySpan<byte> quote, [NotNullWhen(true)] out Association? association, out bool isSure)
    {
        association = null;
        isSure = false;
        if (quote.Length < XipLayout.FixedLengthBytes
            || quote[XipLayout.DestinationRowsOffset] is 0 or > XipLayout.MaximumRows
            || quote[XipLayout.SourceRowsOffset] is 0 or > XipLayout.MaximumRows)
        {
            return false;
        }

        int split = XipLayout.FixedLengthBytes
            + (quote[XipLayout.DestinationRowsOffset] * DagRow.LengthBytes);
        int end = split + (quote[XipLayout.SourceRowsOffset] * DagRow.LengthBytes);
        if (quote.Length >= end + NonceOffset + sizeof(ulong))
        {
            isSure = core.Table.TryFind(
                BinaryPrimitives.ReadUInt64BigEndian(quote[(end + NonceOffset)..]), out association);
            return isSure;
        }

        return quote.Length >= end
            && TryFind(quote[XipLayout.FixedLengthBytes..split], quote[split..end], out association);
    }

    /// <summary>The association last used between two addresses.</summary>
    private bool TryFind(
        ReadOnlySpan<byte> destination,
        ReadOnlySpan<byte> source, [NotNullWhen(true)] out Association? association)
    {
        for (association = core.Table.Newest; association is not null; association = association.Older)
        {
            if (source.SequenceEqual(core.Place.AddressOf(association.LocalSid).Rows)
                && AreSameNodes(destination, association.Path.Current.Rows))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares nodes and not edges, which bear the marks of the way.</summary>
    private static bool AreSameNodes(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        bool same = left.Length == right.Length;
        for (int row = 0; same && row < left.Length; row += DagRow.LengthBytes)
        {
            same = left.Slice(row, DagRow.EdgesOffset).SequenceEqual(right.Slice(row, DagRow.EdgesOffset));
        }

        return same;
    }
}
