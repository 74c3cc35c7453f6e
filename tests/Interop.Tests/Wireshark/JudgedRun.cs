using System.Globalization;
using Xia.Kernel.Time;
using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Scenarios.Reading;
using Xia.Router.Captures;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>A run of <c>scenario.yaml</c> with its captures, in a folder that goes with it.</summary>
internal sealed class JudgedRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xia-judged-").FullName;

    /// <summary>Runs all arms.</summary>
    /// <param name="changes">What differs from the file.</param>
    public JudgedRun(params ScenarioOverride[] changes)
    {
        string path = Path.Combine(Repository.Root, "tests", "Interop.Tests", "Wireshark", "scenario.yaml");
        Scenario scenario = ScenarioReader.Read(path, changes);
        RunOptions options = new() { Folder = _folder, Parallelism = scenario.Arms.Count };
        Result = ScenarioRunner.Run(scenario, options, null, CancellationToken.None);
    }

    /// <summary>What the run came to.</summary>
    public RunResult Result { get; }

    /// <summary>The file of a capture.</summary>
    public string PathOf(string arm, string link) => Path.Combine(_folder, $"{arm}-{link}.pcapng");

    /// <summary>A new file's path in the run's folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The frames of a capture, by our own reader.</summary>
    public IReadOnlyList<CapturedFrame> Frames(string arm, string link) =>
        PcapngReader.Read(File.ReadAllBytes(PathOf(arm, link)));

    /// <summary>Those of one direction.</summary>
    public IEnumerable<CapturedFrame> Frames(string arm, string link, CaptureDirection direction) =>
        Frames(arm, link).Where(frame => frame.Direction == direction);

    /// <summary>When the machine stopped on its old host, by the timeline of the run.</summary>
    public Instant FrozenAt(string arm)
    {
        string row = File.ReadLines(PathOf("timeline.csv"))
            .Single(line => line.Contains($",{arm},move.frozen,", StringComparison.Ordinal));
        return new Instant(long.Parse(row.Split(',')[0], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
