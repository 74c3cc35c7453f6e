namespace Xia.Laboratory.Results.Metrics;

/// <summary>What a figure of a run is called and counted in.</summary>
/// <param name="Name">Its name; dots separate the levels of <c>result.json</c>.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="IsHeadline">Whether the table on the terminal shows it.</param>
/// <param name="Meaning">What it means, in one line.</param>
public sealed record MetricDefinition(string Name, MetricUnit Unit, bool IsHeadline, string Meaning);
