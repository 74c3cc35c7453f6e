namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>Finds the files that a scenario names, in its own folder or in the library.</summary>
/// <param name="scenarioFolder">The folder of the scenario, to which its relative paths refer.</param>
/// <param name="programFolder">Where the search for the library goes on when no folder above has one.</param>
internal sealed class ScenarioLibrary(string scenarioFolder, string programFolder)
{
    private const string GraphFolder = "library";
    private const string TraceFolder = "traces";
    private const string GraphExtension = ".click";
    private const string TraceExtension = ".xpt2.gz";
    private const string FirstTraceExtension = ".xpt.gz";

    /// <summary>Whether a text names a file rather than something of the library.</summary>
    internal static bool IsPath(string name) =>
        name.Contains('/')
        || Path.GetExtension(name) is GraphExtension or ".gz" or ".xpt2" or ".xpt" or ".json";

    /// <summary>
    /// Finds a graph: a library name, of which each architecture has its own file, or a path.
    /// </summary>
    internal ScenarioFile? FindGraph(string name, Architecture architecture) => IsPath(name)
        ? FindPath(name)
        : FindIn(GraphFolder, name, Path.Combine(Words.Of(architecture), name + GraphExtension));

    /// <summary>
    /// Finds a trace: a library name, with or without the number of its recording, or a path.
    /// </summary>
    internal ScenarioFile? FindTrace(string name) => IsPath(name)
        ? FindPath(name)
        : FindIn(
            TraceFolder,
            name,
            $"{name}{TraceExtension}",
            $"{name}-1{TraceExtension}",
            $"{name}{FirstTraceExtension}");

    /// <summary>Finds a file by its path.</summary>
    internal ScenarioFile? FindPath(string name)
    {
        string path = Path.GetFullPath(Path.Combine(scenarioFolder, name));
        return File.Exists(path) ? new ScenarioFile(name, path) : null;
    }

    /// <summary>What the library has in the way of graphs, for a mistake's message.</summary>
    internal IReadOnlyList<string> GraphNames(Architecture architecture) =>
        NamesIn(Path.Combine(GraphFolder, Words.Of(architecture)), GraphExtension);

    /// <summary>What the library has in the way of traces, for a mistake's message.</summary>
    internal IReadOnlyList<string> TraceNames() =>
        [.. NamesIn(TraceFolder, TraceExtension), .. NamesIn(TraceFolder, FirstTraceExtension)];

    private ScenarioFile? FindIn(string folder, string name, params ReadOnlySpan<string> files)
    {
        foreach (string place in Places(folder))
        {
            foreach (string file in files)
            {
                string path = Path.Combine(place, file);
                if (File.Exists(path))
                {
                    return new ScenarioFile(name, path);
                }
            }
        }

        return null;
    }

    private string[] NamesIn(string folder, string extension) => Places(folder)
        .SelectMany(place => Directory.EnumerateFiles(place, "*" + extension))
        .Select(path => Path.GetFileName(path)[..^extension.Length])
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToArray();

    /// <summary>
    /// The library's folders, the nearest first: beside or above the scenario, then the program.
    /// </summary>
    private IEnumerable<string> Places(string folder)
    {
        foreach (string start in (string[])[scenarioFolder, programFolder])
        {
            for (DirectoryInfo? at = new(Path.GetFullPath(start)); at is not null; at = at.Parent)
            {
                foreach (string place in (string[])[
                    Path.Combine(at.FullName, folder), Path.Combine(at.FullName, "scenarios", folder)])
                {
                    if (Directory.Exists(place))
                    {
                        yield return place;
                    }
                }
            }
        }
    }
}
