namespace Xia.Laboratory.Scenarios;

/// <summary>Something that a machine serves.</summary>
public abstract record ScenarioService
{
    private ScenarioService(string name) => Name = name;

    /// <summary>Its name on the machine; clients say <c>machine.name</c>.</summary>
    public string Name { get; }

    /// <summary>A key-value store that keeps all its state in guest pages.</summary>
    /// <param name="Name">Its name on the machine.</param>
    /// <param name="Keys">How many keys it holds from the start.</param>
    /// <param name="RegionBytes">
    /// The memory that it lives in, added below the end of the machine's memory.
    /// </param>
    public sealed record KeyValue(string Name, int Keys, long RegionBytes) : ScenarioService(Name);
}
