namespace Xia.Laboratory.Scenarios;

/// <summary>A file that a scenario names.</summary>
/// <param name="Name">As it stands in the scenario, or the library name that stands for it.</param>
/// <param name="Path">Where it was found.</param>
public sealed record ScenarioFile(string Name, string Path);
