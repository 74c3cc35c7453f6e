using Xia.Kernel.Time;

namespace Xia.Laboratory.Scenarios;

/// <summary>A whole experiment as its file describes it: checked, with every default filled in.</summary>
/// <remarks>
/// Only <c>Reading.ScenarioReader</c> makes one, so every reference in it leads somewhere: machines stand on
/// hosts, events name what exists, files were there when it was read. Lists keep the order of the file.
/// </remarks>
public sealed record Scenario
{
    /// <summary>The short name, which also names run folders.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people; the name if the file gives none.</summary>
    public required string Title { get; init; }

    /// <summary>The root of all randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When every arm ends.</summary>
    public required Instant Until { get; init; }

    /// <summary>How old an unanswered request may be before its session counts as broken.</summary>
    public required Duration SessionTimeout { get; init; }

    /// <summary>The folder of the file, to which its relative paths refer.</summary>
    public required string Folder { get; init; }

    /// <summary>The administrative networks, in order of the file.</summary>
    public required IReadOnlyList<ScenarioNetwork> Networks { get; init; }

    /// <summary>Hosts and routers, in order of the file.</summary>
    public required IReadOnlyList<ScenarioNode> Nodes { get; init; }

    /// <summary>Links, in order of the file, which is also the order of the devices of each node.</summary>
    public required IReadOnlyList<ScenarioLink> Links { get; init; }

    /// <summary>Virtual machines, in order of the file.</summary>
    public required IReadOnlyList<ScenarioMachine> Machines { get; init; }

    /// <summary>Clients, in order of the file.</summary>
    public required IReadOnlyList<ScenarioClient> Clients { get; init; }

    /// <summary>What happens when, in order of the file.</summary>
    public required IReadOnlyList<ScenarioEvent> Events { get; init; }

    /// <summary>The architectures and mobility schemes that are compared, in order of the file.</summary>
    public required IReadOnlyList<ScenarioArm> Arms { get; init; }

    /// <summary>The links that are recorded, in order of the file.</summary>
    public required IReadOnlyList<ScenarioCapture> Captures { get; init; }

    /// <summary>Which table says what work costs on a core.</summary>
    public required ScenarioCosts Costs { get; init; }

    /// <summary>
    /// SHA-256, as <c>sha256:</c> and hexadecimal digits, over everything of the scenario that can change a
    /// result but its seed: its canonical text and the bytes of the files that it names.
    /// </summary>
    public required string Digest { get; init; }
}
