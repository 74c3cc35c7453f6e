namespace Xia.Laboratory.Results;

/// <summary>What produced a result, out of what.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Commit">The commit that it was built from; null if unknown.</param>
/// <param name="ScenarioDigest">SHA-256 over the scenario's content and the files it names.</param>
/// <param name="Costs">The cost table: its name and version, or <c>ideal</c>.</param>
public sealed record Provenance(string Version, string? Commit, string ScenarioDigest, string Costs);
