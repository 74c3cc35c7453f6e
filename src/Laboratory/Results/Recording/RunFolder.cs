using System.Globalization;
using Xia.Laboratory.Scenarios;

namespace Xia.Laboratory.Results.Recording;

/// <summary>
/// Makes the folder that takes a run's files, without touching anything that is not of a run.
/// </summary>
public static class RunFolder
{
    /// <summary>Where run folders are made unless another place is asked for.</summary>
    public const string DefaultParent = "runs";

    /// <summary>The file that tells a run folder from a user's own.</summary>
    internal const string MarkerName = ".xia-run";

    /// <summary>The folder of what graphs wrote.</summary>
    internal const string NodesName = "nodes";

    private const int MaximumNumber = 100_000;

    /// <summary>Makes a new folder <c>runs/NAME-SEED</c>, with a number behind it if that exists.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static string CreateNew(string parent, Scenario scenario)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-{scenario.Seed}");
        for (int number = 1; number < MaximumNumber; number++)
        {
            string suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}");
            string folder = Path.Combine(parent, name + suffix);
            if (!Path.Exists(folder))
            {
                return Prepare(folder);
            }
        }

        throw new IOException($"'{parent}' has {MaximumNumber} runs of {name} already.");
    }

    /// <summary>Makes a folder, or clears the files of an earlier run out of it.</summary>
    /// <exception cref="IOException">It holds files that are not of a run, or it cannot be made.</exception>
    public static string Prepare(string folder)
    {
        string marker = Path.Combine(folder, MarkerName);
        bool isInUse = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        if (isInUse && !File.Exists(marker))
        {
            throw new IOException(
                $"'{folder}' holds files that are not of a run; choose an empty or a new folder.");
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(folder).Where(IsOfRun))
        {
            File.Delete(file);
        }

        string nodes = Path.Combine(folder, NodesName);
        if (Directory.Exists(nodes))
        {
            Directory.Delete(nodes, recursive: true);
        }

        File.WriteAllText(marker, "Files of a run of xia; the next run into this folder replaces them.\n");
        return folder;
    }

    private static bool IsOfRun(string path) =>
        Path.GetFileName(path) is RunFiles.ResultName or RunFiles.TimelineName
        || Path.GetExtension(path) == ".pcapng";
}
