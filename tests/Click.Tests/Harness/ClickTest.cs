namespace Xia.Click.Tests.Harness;

/// <summary>One test of a test file: scripts, files, what should come out.</summary>
internal sealed class ClickTest(string path, int line)
{
    /// <summary>The name of ignored lines that stands for every file.</summary>
    public const string AllFiles = "all";

    public string Path { get; } = path;

    public int Line { get; } = line;

    public List<string> Scripts { get; } = [];

    public List<string> Requirements { get; } = [];

    /// <summary>Input files by name, in Latin-1.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public List<Expectation> Expectations { get; } = [];

    public List<Expectation> Ignored { get; } = [];

    /// <summary>What is wrong with the test itself.</summary>
    public List<string> Errors { get; } = [];
}
