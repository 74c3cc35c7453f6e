using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Xia.Bench.Router.Running;

/// <summary>A click to run graphs with, one process each.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Path">The program.</param>
internal sealed record ClickCommand(string Name, string Path)
{
    private static readonly Regex Result = new(@"^pps \S* n (?<n>\d+) (?<counters>.*)$", RegexOptions.Multiline);

    /// <summary>The wrapper of the repository that this program lies in.</summary>
    public static ClickCommand OfRepository()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string wrapper = System.IO.Path.Combine(at.FullName, "eng", "click-compat", "click");
            if (File.Exists(wrapper))
            {
                return new ClickCommand("xia", wrapper);
            }
        }

        throw new FileNotFoundException("eng/click-compat/click is not above this program; use --command.");
    }

    /// <summary>Runs a graph to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not print its result.</exception>
    public Outcome Run(string graph, IEnumerable<string> variables)
    {
        ProcessStartInfo start = new(Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(graph);
        foreach (string variable in variables)
        {
            start.ArgumentList.Add(variable);
        }

        double before = ChildTimes.CpuSeconds;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double cpuSeconds = ChildTimes.CpuSeconds - before;
        Match result = Result.Match(output);
        if (process.ExitCode != 0 || !result.Success)
        {
            throw new InvalidOperationException(
                $"{Path} {graph}: exit code {process.ExitCode}\n{output}{errors.Result}");
        }

        long packets = long.Parse(result.Groups["n"].Value, CultureInfo.InvariantCulture);
        return new Outcome(cpuSeconds, result.Groups["counters"].Value.TrimEnd(), packets, errors.Result);
    }
}
