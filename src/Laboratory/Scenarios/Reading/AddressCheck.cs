using Xia.Laboratory.Scenarios.Addressing;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Finds addresses that no plan can give, and networks that fall apart.</summary>
internal static class AddressCheck
{
    /// <summary>
    /// Checks a scenario in which nothing else is wrong; on others the plan would mean little.
    /// </summary>
    internal static void Check(ReadingContext context)
    {
        if (!context.Mistakes.IsEmpty)
        {
            return;
        }

        IReadOnlyList<PlannedSubnet> subnets = SubnetAllocation.Allocate(
            context.Networks,
            context.Nodes,
            context.Links,
            (index, message) => context.Wrong(context.LinkPositions[index], message));
        CheckNetworks(context);
        if (!context.Mistakes.IsEmpty)
        {
            return;
        }

        AddressAllocation.Allocate(
            context.Nodes,
            context.Links,
            context.Machines,
            subnets,
            (name, message) => context.Wrong(
                context.NodeNames.Contains(name)
                    ? context.NodeNames.PositionOf(name)
                    : context.MachineNames.PositionOf(name),
                message));
    }

    /// <summary>
    /// Hosts of a network are found by their domain's routers, so these have to reach them inside it.
    /// </summary>
    private static void CheckNetworks(ReadingContext context)
    {
        foreach (ScenarioNetwork network in context.Networks)
        {
            List<string> members =
                [.. context.Nodes.Where(n => n.Network == network.Name).Select(n => n.Name)];
            HashSet<string> reached = [.. members.Take(1)];
            while (context.Links.Find(link => reached.Contains(link.First) != reached.Contains(link.Second)
                && members.Contains(link.First) && members.Contains(link.Second)) is { } link)
            {
                reached.Add(link.First);
                reached.Add(link.Second);
            }

            if (members.Find(member => !reached.Contains(member)) is { } lost)
            {
                context.Wrong(
                    context.NodeNames.PositionOf(lost),
                    $"network '{network.Name}' falls apart: no links within it lead from "
                    + $"'{members[0]}' to '{lost}'");
            }
        }
    }
}
