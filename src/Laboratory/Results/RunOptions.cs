namespace Xia.Laboratory.Results;

/// <summary>What of a scenario is run, and where the results go.</summary>
public sealed record RunOptions
{
    /// <summary>The arms to run, by name; empty for all.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>
    /// How many arms may run at once, each on a thread of its own; results do not depend on it.
    /// </summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>The run folder for captures, timeline and result; null to keep digests only.</summary>
    public string? Folder { get; init; }

    /// <summary>The program's version, for the provenance.</summary>
    public string Version { get; init; } = "0";

    /// <summary>The commit that the program was built from, if known.</summary>
    public string? Commit { get; init; }
}
