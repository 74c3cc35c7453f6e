namespace Xia.Laboratory.Results;

/// <summary>What a run of a scenario came to.</summary>
public sealed record RunResult
{
    /// <summary>The name and version of the format of <c>result.json</c>.</summary>
    public const string Schema = "xia.result/1";

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The root of all randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 over every capture, timeline and metric; docs/results.md says how.</summary>
    public required string Digest { get; init; }

    /// <summary>What produced it, out of what.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The arms that ran, in order of the scenario.</summary>
    public required IReadOnlyList<ArmResult> Arms { get; init; }

    /// <summary>The bytes of <c>result.json</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Whether no arm failed. A broken session is a result, not a failure.</summary>
    public bool Succeeded => Arms.All(arm => arm.Failures.Count == 0);
}
