using Xia.Emulator.Costs;
using Xia.Laboratory.Building;
using Xia.Laboratory.Measurement;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Router.Graph;
using Xia.Transport.Sockets;

namespace Xia.Laboratory.Arms;

/// <summary>What an arm's nodes speak: makes their stacks and tells their graphs who they are.</summary>
internal interface IArchitecture
{
    /// <summary>The stack of a host's own programs.</summary>
    IHostStack HostStack(PlannedNode node, VirtualProcessor processor);

    /// <summary>The stack of a machine's copy on a host.</summary>
    IHostStack GuestStack(ScenarioMachine machine, PlannedNode host, VirtualProcessor processor);

    /// <summary>The variables of a host's or router's graph.</summary>
    IReadOnlyDictionary<string, string> NodeVariables(PlannedNode node);

    /// <summary>The variables of the graph of a machine's copy on a host.</summary>
    IReadOnlyDictionary<string, string> GuestVariables(ScenarioMachine machine, PlannedNode host);

    /// <summary>Gives a graph's elements what they ask for by type, such as credentials.</summary>
    /// <param name="environment">The graph's environment.</param>
    /// <param name="owner">The node or machine whose graph it is.</param>
    /// <param name="host">The host of a machine's copy; null for a node's own graph.</param>
    void Equip(RouterEnvironment environment, string owner, string? host);

    /// <summary>What a frame on a link of this arm is there for.</summary>
    FrameClass Classify(ReadOnlySpan<byte> frame);

    /// <summary>
    /// Makes the checksum over a frame's transport right again after its bytes were changed.
    /// </summary>
    /// <remarks>A frame without such a checksum stays as it is.</remarks>
    void Reseal(Span<byte> frame);

    /// <summary>How machines stay reachable in this arm.</summary>
    IMobility Mobility(ArmNetwork network);
}
