using System.Text.Json;

namespace Xia.Cli.Tests.Commands;

internal sealed class RunCommandTests
{
    private CommandRun _run = null!;

    [SetUp]
    public void MakeFolder() => _run = new CommandRun();

    [TearDown]
    public void RemoveFolder() => _run.Dispose();

    [Test]
    public async Task Run_Redirected_PrintsAPlainTable()
    {
        int code = await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"));

        Assert.That(code, Is.Zero, _run.Error);
        string digest = _run.Out[_run.Out.IndexOf("sha256:", StringComparison.Ordinal)..].Split('\n')[0].TrimEnd();
        Assert.That(_run.Out.ReplaceLineEndings("\n"), Is.EqualTo($"""
            +-------------------------------------------------------------+
            | figure         | unit |                   xia |     ip-none |
            |----------------+------+-----------------------+-------------|
            | pauseMs        | ms   | 35.250 (limit 30.000) |      35.250 |
            | wireBytes      | B    |           123,456,789 | 123,456,789 |
            | sessionsBroken |      |                     0 |           3 |
            | newClientMs    | ms   |                 never |       never |
            +-------------------------------------------------------------+
            xia: promised every session lives: kept
            xia: note: forwarding: buffer
            ip-none: promised nothing: kept
            costs zen5, seed 1, digest {digest}
            files in {_run.At("out")}

            """));
        Assert.That(_run.Out, Has.All.Matches<char>(letter => letter is '\n' or '\r' or (>= ' ' and <= '~')));
    }

    [Test]
    public async Task Run_WithProgress_KeepsItOffTheStandardOutput()
    {
        await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"));

        Assert.That(_run.Error, Is.EqualTo("xia 0.0 s of 10.0 s" + Environment.NewLine));
    }

    [Test]
    public async Task Run_Quiet_PrintsNothing()
    {
        int code = await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"), "--quiet");

        Assert.That((code, _run.Out, _run.Error), Is.EqualTo((0, "", "")));
        Assert.That(File.Exists(_run.At("out/result.json")));
    }

    [Test]
    public async Task Run_JsonFile_HoldsTheResult()
    {
        await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"), "--json", _run.At("copy.json"));

        Assert.That(
            await File.ReadAllBytesAsync(_run.At("copy.json")),
            Is.EqualTo(await File.ReadAllBytesAsync(_run.At("out/result.json"))));
    }

    [Test]
    public async Task Run_JsonToStandardOutput_TakesThePlaceOfTheTable()
    {
        await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"), "--json", "-");

        using JsonDocument result = JsonDocument.Parse(_run.Out);
        Assert.That(result.RootElement.GetProperty("schema").GetString(), Is.EqualTo("xia.result/1"));
    }

    [Test]
    public async Task Run_SeedSetAndCosts_ReachTheScenario()
    {
        await _run.InvokeAsync(
            "run", _run.Folder, "--out", _run.At("out"), "--seed", "77", "--set", "links.a-b.loss=2%", "--set",
            "arms.ip-none.kick=true", "--costs", "none");

        Assert.Multiple(() =>
        {
            Assert.That(_run.SeenScenario!.Seed, Is.EqualTo(77));
            Assert.That(_run.SeenScenario.Links[0].LossPartsPerBillion, Is.EqualTo(20_000_000));
            Assert.That(_run.SeenScenario.Arms[1].Kick, Is.True);
            Assert.That(
                _run.SeenScenario.Costs.Source, Is.EqualTo(Laboratory.Scenarios.ScenarioCosts.CostSource.None));
        });
    }

    [Test]
    public async Task Run_NamedArm_ShowsThatOnly()
    {
        await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"), "--arm", "ip-none");

        Assert.That(_run.Out, Does.Contain("ip-none").And.Not.Contain("xia:"));
    }

    [Test]
    public async Task Run_UnknownArm_IsAUsageMistake()
    {
        int code = await _run.InvokeAsync("run", _run.Folder, "--arm", "tcp");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(_run.Error.Trim(), Is.EqualTo("xia: the scenario has no arm 'tcp'; it has xia, ip-none"));
    }

    [TestCase("run")]
    [TestCase("run", "x", "--speed")]
    [TestCase("run", "x", "--seed", "minus")]
    [TestCase("run", "x", "--set", "seed")]
    [TestCase("fly")]
    public async Task Run_WrongLine_IsAUsageMistake(params string[] args) =>
        Assert.That(await _run.InvokeAsync(args), Is.EqualTo(1), _run.Out + _run.Error);

    [Test]
    public async Task Run_WrongScenario_TellsAllAndRunsNothing()
    {
        int code = await _run.InvokeAsync("run", _run.Folder, "--set", "until=5", "--set", "speed=9");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(_run.SeenScenario, Is.Null);
        Assert.That(_run.Error.TrimEnd().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "--set until=5: 'until': expected a duration such as 5ms or 2s; the unit is missing, found '5'",
            "--set speed=9: scenario has no key 'speed'; did you mean 'seed'?",
            "2 mistakes; nothing was run",
        }));
    }

    [Test]
    public async Task Run_MissingFile_SaysSoWithoutStack()
    {
        int code = await _run.InvokeAsync("run", _run.At("none.yaml"));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(_run.Error, Does.Contain("there is no such file").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Run_ForeignFolder_IsRefused()
    {
        int code = await _run.InvokeAsync("run", _run.Folder, "--out", _run.Folder);

        Assert.That(code, Is.EqualTo(3));
        Assert.That(_run.Error, Does.Contain("holds files that are not of a run").And.Not.Contain("   at "));
        Assert.That(_run.SeenScenario, Is.Null);
    }

    [Test]
    public async Task Run_ArmFailed_IsAFailure()
    {
        _run.Failures = ["web: the end hash differs"];

        int code = await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"));

        Assert.That(code, Is.EqualTo(3));
        Assert.That(_run.Out, Does.Contain("xia: FAILED: web: the end hash differs"));
    }

    [Test]
    public async Task Run_Interrupted_SaysSo()
    {
        _run.Instead = () => throw new OperationCanceledException();

        Assert.That(await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out")), Is.EqualTo(130));
    }

    [Test]
    public async Task Run_OwnMistake_AsksForAReport()
    {
        _run.Instead = () => throw new InvalidOperationException("the sky fell");

        int code = await _run.InvokeAsync("run", _run.Folder, "--out", _run.At("out"));

        Assert.That(code, Is.EqualTo(3));
        Assert.That(_run.Error, Does.Contain("internal error, please report it").And.Contain("the sky fell"));
    }

    [Test]
    public async Task Run_WrongGraph_LeavesAnEarlierRunAlone()
    {
        string folder = _run.At("out");
        await _run.InvokeAsync("run", _run.Folder, "--out", folder);
        File.WriteAllText(_run.At("own.click"), "Idle -> Nonsense -> Discard;\n");

        Assert.That(await _run.InvokeAsync("run", _run.Folder, "--out", folder), Is.EqualTo(2));
        Assert.That(File.Exists(Path.Combine(folder, "result.json")));
    }
}
