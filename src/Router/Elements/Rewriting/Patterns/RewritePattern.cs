using Xia.Internet.Wire;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Elements.Rewriting.Patterns;

/// <summary>
/// What a new flow's addresses and ports become: values, or 0 for those that stay, one of them from a range.
/// </summary>
/// <remarks>Elements that name a pattern share it, and with it the place of a sequential
/// allocation.</remarks>
internal sealed class RewritePattern
{
    /// <summary>Whether ports are part of it; the range is then one of source ports.</summary>
    public required bool HasPorts { get; init; }

    /// <summary>The source address, or the first one.</summary>
    public uint Source { get; init; }

    /// <summary>The source port, or the first one.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The destination address.</summary>
    public uint Destination { get; init; }

    /// <summary>The destination port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>How many addresses or ports the range has behind the first.</summary>
    public uint MoreCount { get; init; }

    /// <summary>Which of the range is taken.</summary>
    public AllocationOrder Order { get; init; }

    /// <summary>Where in the range a sequential search starts.</summary>
    public uint NextOffset { get; set; }

    /// <summary>
    /// Finds a key for a new flow whose answers no other flow takes; false when the range is exhausted.
    /// </summary>
    public bool TryRewrite(
        in FlowKey key, FlowTable table, AllocationRandomness randomness, out FlowKey rewritten)
    {
        rewritten = new FlowKey(
            Source != 0 ? Source : key.Source,
            SourcePort != 0 ? SourcePort : key.SourcePort,
            Destination != 0 ? Destination : key.Destination,
            DestinationPort != 0 ? DestinationPort : key.DestinationPort,
            key.Protocol);
        if (MoreCount == 0)
        {
            return true;
        }

        uint offset;
        if (Order == AllocationOrder.Sequential)
        {
            offset = NextOffset;
        }
        else
        {
            uint same = (uint)key.SourcePort - SourcePort;
            if (HasPorts && Order == AllocationOrder.SameFirst && same <= MoreCount)
            {
                rewritten = WithOffset(rewritten, same);
                if (!table.Contains(rewritten.Reversed))
                {
                    return true;
                }
            }

            offset = randomness.Next(MoreCount + 1);
        }

        return TrySearch(offset, table, ref rewritten);
    }

    /// <summary>As the <c>patterns</c> handler shows it.</summary>
    public override string ToString()
    {
        string source = Source == 0 ? "-" : new IpAddress(Source).ToString();
        string destination = Destination == 0 ? "-" : new IpAddress(Destination).ToString();
        if (!HasPorts)
        {
            string last = MoreCount == 0 ? "" : $"-{new IpAddress(Source + MoreCount)}";
            return $"{source}{last} {destination}";
        }

        string sourcePort = MoreCount > 0 ? $"{SourcePort}-{SourcePort + MoreCount}" : Port(SourcePort);
        return $"{source} {sourcePort} {destination} {Port(DestinationPort)}";
    }

    private static string Port(ushort port) => port == 0 ? "-" : $"{port}";

    private bool TrySearch(uint start, FlowTable table, ref FlowKey rewritten)
    {
        uint offset = start;
        do
        {
            rewritten = WithOffset(rewritten, offset);
            uint next = offset == MoreCount ? 0 : offset + 1;
            if (!table.Contains(rewritten.Reversed))
            {
                NextOffset = next;
                return true;
            }

            offset = next;
        }
        while (offset != start);
        return false;
    }

    private FlowKey WithOffset(in FlowKey key, uint offset) => HasPorts
        ? key.WithSourcePort((ushort)(SourcePort + offset))
        : key.WithSource(Source + offset);
}
