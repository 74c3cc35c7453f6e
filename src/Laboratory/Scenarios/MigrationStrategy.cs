namespace Xia.Laboratory.Scenarios;

/// <summary>How a machine's memory moves.</summary>
public enum MigrationStrategy
{
    /// <summary>Everything is sent while the machine stands still.</summary>
    StopAndCopy,

    /// <summary>Rounds of dirty pages while it runs, the rest while it stands still.</summary>
    PreCopy,
}
