using Xia.Emulator.Links;
using Xia.Laboratory.Moves;
using Xia.Migration.Machines;

namespace Xia.Laboratory.Building;

/// <summary>Everything that was built for an arm: nodes, links, and the copies of machines.</summary>
internal sealed class ArmNetwork
{
    private readonly List<HostNode> _nodes = [];
    private readonly List<EmulatedLink> _links = [];
    private readonly List<Guest> _copies = [];
    private readonly Dictionary<string, Tenure> _tenures = [];

    /// <summary>Hosts and routers, in order of the scenario.</summary>
    public IReadOnlyList<HostNode> Nodes => _nodes;

    /// <summary>Links, in order of the scenario.</summary>
    public IReadOnlyList<EmulatedLink> Links => _links;

    /// <summary>Every copy of a machine that was ever made, in order.</summary>
    public IReadOnlyList<Guest> Copies => _copies;

    /// <summary>A node by its name.</summary>
    public HostNode Node(string name) => _nodes.First(node => node.Name == name);

    /// <summary>A link by its name.</summary>
    public EmulatedLink Link(string name) => _links.First(link => link.Name == name);

    /// <summary>The copy whose memory, clock and state these are.</summary>
    public Guest CopyOf(IMachine machine) => _copies.First(copy => ReferenceEquals(copy.Machine, machine));

    /// <summary>The copy of a machine that runs now, or null while none does.</summary>
    public Guest? RunningCopy(string machine) => _copies.Find(
        copy => copy.Specification.Name == machine && copy.Machine.State == MachineState.Running);

    /// <summary>By what right the machine's present host runs it.</summary>
    public Tenure TenureOf(string machine) => _tenures[machine];

    /// <summary>Adds a node.</summary>
    public void Add(HostNode node) => _nodes.Add(node);

    /// <summary>Adds a link.</summary>
    public void Add(EmulatedLink link) => _links.Add(link);

    /// <summary>Adds a copy of a machine.</summary>
    public void Add(Guest copy) => _copies.Add(copy);

    /// <summary>The machine's host acts for it by this right from now on.</summary>
    public void SetTenure(string machine, Tenure tenure) => _tenures[machine] = tenure;
}
