using Xia.Emulator.Costs;
using Xia.Emulator.Loop;
using Xia.Kernel.Randomness;
using Xia.Laboratory.Identities;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Addressing;
using Xia.Node.Platform;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Laboratory.Building;

/// <summary>What everything in one arm of a run is built from.</summary>
/// <param name="Scenario">The experiment.</param>
/// <param name="Plan">Its addresses and routes.</param>
/// <param name="Arm">Which arm this is.</param>
/// <param name="Costs">What work costs.</param>
/// <param name="Recorder">Where captures and the timeline go.</param>
/// <param name="Trial">What a test changes; nothing in a run that counts.</param>
internal sealed record ArmContext(
    Scenario Scenario, NetworkPlan Plan, ScenarioArm Arm, CostTable Costs, ArmRecorder Recorder,
    ArmTrial Trial)
{
    /// <summary>Virtual time.</summary>
    public Simulation Simulation { get; } = new();

    /// <summary>Where all packets of the arm come from.</summary>
    public PacketPool Pool { get; } = new();

    /// <summary>The seed; the same in every arm, so that arms are paired.</summary>
    public RandomRoot Randomness { get; } = new(Scenario.Seed);

    /// <summary>Every key of the arm.</summary>
    public KeyRing Keys { get; } = new(new RandomRoot(Scenario.Seed));

    /// <summary>Element classes that graphs bring along.</summary>
    public IElementPackages Packages { get; } = new ElementAssemblies(new SearchPath(null));

    /// <summary>
    /// How many bytes of a stream go into one packet of this architecture; set by who makes the stacks.
    /// </summary>
    public int StreamPayloadBytes { get; set; } = 1460;
}
