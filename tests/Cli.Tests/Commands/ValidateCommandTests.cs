namespace Xia.Cli.Tests.Commands;

internal sealed class ValidateCommandTests
{
    private CommandRun _run = null!;

    [SetUp]
    public void MakeFolder() => _run = new CommandRun();

    [TearDown]
    public void RemoveFolder() => _run.Dispose();

    [Test]
    public async Task Validate_ValidFile_SaysSo()
    {
        string file = _run.At("scenario.yaml");

        Assert.That(await _run.InvokeAsync("validate", file), Is.Zero);
        Assert.That(_run.Out, Does.StartWith($"{file}: valid: 2 nodes, 1 links, 0 machines, 2 arms, digest sha256:"));
    }

    [Test]
    public async Task Validate_Print_GivesACanonicalScenario()
    {
        await _run.InvokeAsync("validate", _run.Folder, "--print");
        File.WriteAllText(_run.At("printed.yaml"), _run.Out);

        Assert.That(await _run.InvokeAsync("validate", _run.At("printed.yaml")), Is.Zero, _run.Error);
    }

    [Test]
    public async Task Validate_Mistake_NamesFileLineAndColumn()
    {
        File.WriteAllText(_run.At("scenario.yaml"), CommandRun.Scenario.Replace("rate: 1Gbps", "rate: 1GB"));

        Assert.That(await _run.InvokeAsync("validate", _run.Folder), Is.EqualTo(2));
        Assert.That(_run.Error, Does.StartWith(
            $"{_run.At("scenario.yaml")}:8:30: 'rate': expected a rate such as 100Mbps or 32MiBps; 'GB' is no unit of it"));
    }

    [Test]
    public async Task Validate_WrongGraph_NamesItsFileLineAndColumn()
    {
        File.WriteAllText(_run.At("own.click"), "Idle -> Nonsense -> Discard;\n");

        Assert.That(await _run.InvokeAsync("validate", _run.Folder), Is.EqualTo(2));
        Assert.That(_run.Error, Does.StartWith(
            $"{_run.At("own.click")}:1:9: undeclared element 'Nonsense' (graph of a)"));
        Assert.That(_run.Error, Does.Contain("(graph of b)").And.EndsWith("2 mistakes; nothing was run\n"));
    }

    [Test]
    public async Task Version_Verb_PrintsVersionCommitAndRuntime()
    {
        Assert.That(await _run.InvokeAsync("version"), Is.Zero);
        Assert.That(_run.Out, Does.Match(@"^xia \d+\.\d+\.\d+\r?\ncommit \S+\r?\n\.NET \d+"));
    }

    [Test]
    public async Task Version_Option_PrintsTheVersion()
    {
        Assert.That(await _run.InvokeAsync("--version"), Is.Zero);
        Assert.That(_run.Out, Does.Match(@"^\d+\.\d+\.\d+"));
    }
}
