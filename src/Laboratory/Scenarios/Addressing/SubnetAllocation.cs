namespace Xia.Laboratory.Scenarios.Addressing;

/// <summary>Cuts the networks' prefixes into one subnet per link.</summary>
/// <remarks>
/// Subnets that the file fixes are set aside first. Then the links take theirs in order: a link with a host
/// the lowest free block (/24, or /28 where the network's prefix is longer than /20), a link between routers
/// the highest free /30. So 10.2.0.0/16 gives 10.2.0.0/24, 10.2.1.0/24 … to hosts and 10.2.255.252/30,
/// 10.2.255.248/30 … to routers.
/// </remarks>
internal static class SubnetAllocation
{
    private const int RoomyPrefix = 20;
    private const int RoomyHostSubnet = 24;
    private const int TightHostSubnet = 28;
    private const int TransitSubnet = 30;
    private const int SmallestHostSubnet = 29;

    /// <summary>Gives every link a subnet.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="links">The links.</param>
    /// <param name="onMistake">Told the index of a link, and what is wrong; its subnet is then empty.</param>
    internal static IReadOnlyList<PlannedSubnet> Allocate(
        IReadOnlyList<ScenarioNetwork> networks,
        IReadOnlyList<ScenarioNode> nodes,
        IReadOnlyList<ScenarioLink> links,
        Action<int, string> onMistake)
    {
        HashSet<string> routers =
            [.. nodes.Where(node => node.Role == NodeRole.Router).Select(node => node.Name)];
        List<Ipv4Prefix> taken = [];
        var subnets = new PlannedSubnet[links.Count];
        foreach (bool isFixed in (bool[])[true, false])
        {
            for (int i = 0; i < links.Count; i++)
            {
                ScenarioLink link = links[i];
                if (link.Subnet.HasValue != isFixed)
                {
                    continue;
                }

                ScenarioNetwork network = networks.First(candidate => candidate.Name == link.Network);
                bool isTransit = routers.Contains(link.First) && routers.Contains(link.Second);
                Ipv4Prefix? subnet = isFixed
                    ? Check(link.Subnet!.Value, network, isTransit, taken, message => onMistake(i, message))
                    : FindFree(network.Prefix, isTransit, taken);
                if (subnet is null && !isFixed)
                {
                    onMistake(
                        i,
                        $"prefix {network.Prefix} of network '{network.Name}' has no subnet left for it");
                }

                taken.Add(subnet ?? default);
                subnets[i] = new PlannedSubnet(link.Name, network.Name, subnet ?? default, isTransit);
            }
        }

        return subnets;
    }

    private static Ipv4Prefix? Check(
        Ipv4Prefix subnet,
        ScenarioNetwork network,
        bool isTransit,
        List<Ipv4Prefix> taken,
        Action<string> onMistake)
    {
        int longest = isTransit ? TransitSubnet : SmallestHostSubnet;
        if (subnet.Length > longest)
        {
            onMistake($"'subnet': expected at most /{longest}, found '{subnet}'");
            return null;
        }

        if (!network.Prefix.Contains(subnet.Network) || subnet.Length < network.Prefix.Length)
        {
            onMistake(
                $"'subnet': expected a part of {network.Prefix} of network '{network.Name}', "
                + $"found '{subnet}'");
            return null;
        }

        if (taken.Exists(other => other.Length > 0 && other.Overlaps(subnet)))
        {
            onMistake($"'subnet': {subnet} overlaps that of another link");
            return null;
        }

        return subnet;
    }

    private static Ipv4Prefix? FindFree(Ipv4Prefix network, bool isTransit, List<Ipv4Prefix> taken)
    {
        int length = isTransit ? TransitSubnet
            : network.Length <= RoomyPrefix ? RoomyHostSubnet
            : TightHostSubnet;
        long step = 1L << (32 - length);
        long count = 1L << (length - network.Length);
        for (long i = 0; i < count; i++)
        {
            long offset = step * (isTransit ? count - 1 - i : i);
            var candidate = new Ipv4Prefix(new Ipv4Address((uint)(network.Network.Value + offset)), length);
            if (!taken.Exists(other => other.Length > 0 && other.Overlaps(candidate)))
            {
                return candidate;
            }
        }

        return null;
    }
}
