using System.Buffers.Binary;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Forwarding;

/// <summary>Finds a packet's way through its destination DAG, one node at a time.</summary>
/// <remarks>
/// From the node visited last, edges are tried in order of priority. A local target is marked as visited and
/// becomes the last node; if it is the intent, the packet has arrived, else the search goes on from there. A
/// target with a route takes the packet out; the edge is not marked, because the target has not been reached
/// yet. A target without a route, or of a type that this node does not know, leaves the turn to the next
/// edge. Rows are in topological order, so the search ends after at most nine nodes.
/// </remarks>
public sealed class DagForwarder(XidRoutes routes)
{
    /// <summary>The tables that are asked.</summary>
    public XidRoutes Routes { get; } = routes;

    /// <summary>Decides, and writes marks, last node and hop limit into the packet.</summary>
    /// <param name="packet">A whole packet whose fixed part has been checked.</param>
    /// <param name="isOwn">Whether this node made the packet, so that passing it on costs no hop.</param>
    public ForwardingDecision Forward(Span<byte> packet, bool isOwn = false)
    {
        int count = packet.Length < XipLayout.FixedLengthBytes ? 0 : packet[XipLayout.DestinationRowsOffset];
        int rowsEnd = XipLayout.FixedLengthBytes + (count * DagRow.LengthBytes);
        if (count is 0 or > XipLayout.MaximumRows || rowsEnd > packet.Length)
        {
            return Plain(ForwardingVerdict.Malformed);
        }

        int sink = count - 1;
        int last = packet[XipLayout.LastNodeOffset];
        if (last >= sink && last != XipLayout.EntryNode)
        {
            return Plain(last == sink ? DecideArrived(packet, sink) : ForwardingVerdict.Malformed);
        }

        while (true)
        {
            // The entry's edges stand in the last row; -1 precedes every row.
            int node = last == XipLayout.EntryNode ? -1 : last;
            Span<byte> edges = packet.Slice(EdgesOffset(node < 0 ? sink : node), DagEdges.MaximumCount);
            int priority = 0;
            for (; priority < edges.Length; priority++)
            {
                int target = edges[priority] & ~DagEdges.ChosenMark;
                if (target == DagEdges.Empty)
                {
                    return Plain(ForwardingVerdict.Unreachable);
                }

                if (target > sink || target <= node)
                {
                    return Plain(ForwardingVerdict.Malformed);
                }

                Route route = LookupRow(packet, target);
                if (route.Port >= 0)
                {
                    return Pass(packet, target, route, isOwn);
                }

                if (route.Port == RoutePort.Unreachable)
                {
                    return Plain(ForwardingVerdict.Unreachable);
                }

                if (route.Port == RoutePort.Local || (
                    route.Port == RoutePort.LocalBelowHost && IsHost(packet, node)))
                {
                    edges[priority] |= DagEdges.ChosenMark;
                    packet[XipLayout.LastNodeOffset] = (byte)target;
                    last = target;
                    break;
                }
            }

            if (priority == edges.Length)
            {
                return Plain(ForwardingVerdict.Unreachable);
            }

            if (last == sink)
            {
                return Plain(ForwardingVerdict.Deliver);
            }
        }
    }

    private static int RowOffset(int row) => XipLayout.FixedLengthBytes + (row * DagRow.LengthBytes);

    private static int EdgesOffset(int row) => RowOffset(row) + DagRow.EdgesOffset;

    private static ForwardingDecision Plain(ForwardingVerdict verdict) => new(verdict, -1, default);

    /// <summary>
    /// A node before this one has called the intent visited; that holds only where the intent is local.
    /// </summary>
    private ForwardingVerdict DecideArrived(ReadOnlySpan<byte> packet, int sink) =>
        LookupRow(packet, sink).Port == RoutePort.Local
            ? ForwardingVerdict.Deliver
            : ForwardingVerdict.Unreachable;

    private Route LookupRow(ReadOnlySpan<byte> packet, int row)
    {
        ReadOnlySpan<byte> bytes = packet.Slice(RowOffset(row), Xid.WireLengthBytes);
        XidRouteTable? table = Routes.Find((XidType)BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return table is null
            ? Route.Fallback
            : table.Lookup(
                BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[12..]),
                BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    /// <summary>Whether the node visited last is one of this node's HIDs.</summary>
    private bool IsHost(ReadOnlySpan<byte> packet, int node) =>
        node >= 0
        && BinaryPrimitives.ReadUInt32BigEndian(packet[RowOffset(node)..]) == (uint)XidType.Hid
        && LookupRow(packet, node).Port == RoutePort.Local;

    private static ForwardingDecision Pass(Span<byte> packet, int target, Route route, bool isOwn)
    {
        if (!isOwn)
        {
            if (packet[XipLayout.HopLimitOffset] <= 1)
            {
                return Plain(ForwardingVerdict.HopLimit);
            }

            packet[XipLayout.HopLimitOffset]--;
        }

        Xid nextHop = route.NextHop.IsNone ? Xid.Read(packet[RowOffset(target)..]) : route.NextHop;
        return new ForwardingDecision(ForwardingVerdict.Forward, route.Port, nextHop);
    }
}
