using Xia.Kernel.Time;
using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>What the parts of a scenario know of each other while they are read.</summary>
internal sealed class ReadingContext
{
    internal ReadingContext(MistakeList mistakes, ScenarioLibrary library)
    {
        Mistakes = mistakes;
        Library = library;
        NetworkNames = new NameTable("network", mistakes);
        NodeNames = new NameTable("node", mistakes);
        LinkNames = new NameTable("link", mistakes);
        MachineNames = new NameTable("machine", mistakes);
        ClientNames = new NameTable("client", mistakes);
        ArmNames = new NameTable("arm", mistakes);
    }

    internal MistakeList Mistakes { get; }

    internal ScenarioLibrary Library { get; }

    internal NameTable NetworkNames { get; }

    internal NameTable NodeNames { get; }

    internal NameTable LinkNames { get; }

    internal NameTable MachineNames { get; }

    internal NameTable ClientNames { get; }

    internal NameTable ArmNames { get; }

    internal Instant Until { get; set; }

    internal List<ScenarioNetwork> Networks { get; } = [];

    internal List<ScenarioNode> Nodes { get; } = [];

    internal List<ScenarioLink> Links { get; } = [];

    /// <summary>Where the links stand, by their index.</summary>
    internal List<SourcePosition> LinkPositions { get; } = [];

    internal List<ScenarioMachine> Machines { get; } = [];

    internal List<ScenarioClient> Clients { get; } = [];

    internal List<ScenarioEvent> Events { get; } = [];

    /// <summary>Where the events stand, by their index.</summary>
    internal List<SourcePosition> EventPositions { get; } = [];

    internal List<ScenarioArm> Arms { get; } = [];

    internal List<ScenarioCapture> Captures { get; } = [];

    /// <summary>The node of a name, or null if it was not declared or could not be read.</summary>
    internal ScenarioNode? FindNode(string? name) => Nodes.Find(node => node.Name == name);

    internal ScenarioMachine? FindMachine(string? name) => Machines.Find(machine => machine.Name == name);

    internal void Wrong(SourcePosition where, string message) => Mistakes.Add(where, message);
}
