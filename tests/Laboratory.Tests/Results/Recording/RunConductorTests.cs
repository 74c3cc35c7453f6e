using System.Text;
using System.Text.Json;
using Xia.Laboratory.Results;
using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Tests.Scenarios;

namespace Xia.Laboratory.Tests.Results.Recording;

internal sealed class RunConductorTests
{
    private TemporaryScenario _folder = null!;
    private Scenario _scenario = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryScenario();
        _scenario = _folder.Read(TemporaryScenario.Valid);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Run_TwoArms_KeepsTheirOrderAtAnyParallelism()
    {
        RunResult alone = Run(new RunOptions());
        RunResult beside = Run(new RunOptions { Parallelism = 4 });

        Assert.That(alone.Arms.Select(arm => arm.Arm.Name), Is.EqualTo(new[] { "xia", "ip-none" }));
        Assert.That(beside.Digest, Is.EqualTo(alone.Digest));
        Assert.That(beside.Json.ToArray(), Is.EqualTo(alone.Json.ToArray()));
    }

    [Test]
    public void Run_NamedArm_RunsThatOnly() =>
        Assert.That(
            Run(new RunOptions { Arms = ["ip-none"] }).Arms.Select(arm => arm.Arm.Name),
            Is.EqualTo(new[] { "ip-none" }));

    [Test]
    public void Run_UnknownArm_NamesTheKnownOnes() =>
        Assert.That(
            () => Run(new RunOptions { Arms = ["tcp"] }),
            Throws.ArgumentException.With.Message.Contains("no arm tcp; it has xia, ip-none"));

    [Test]
    public void Run_OtherFigureCaptureOrTimeline_ChangesTheDigest()
    {
        string digest = Run(new RunOptions()).Digest;

        string figure = Run(new RunOptions(), (arm, recorder, _) => SampleRun.Arm(arm, recorder, 1)).Digest;
        string capture = Run(new RunOptions(), (arm, recorder, _) =>
        {
            recorder.OpenCapture("-2.pcapng").WriteByte(9);
            return SampleRun.Arm(arm, recorder);
        }).Digest;
        string timeline = Run(new RunOptions(), (arm, recorder, _) =>
        {
            recorder.Note(default, "more", "x");
            return SampleRun.Arm(arm, recorder);
        }).Digest;

        Assert.That((string[])[digest, figure, capture, timeline], Is.Unique);
    }

    [Test]
    public void Run_Provenance_DoesNotChangeTheDigest() =>
        Assert.That(
            Run(new RunOptions { Version = "9.9", Commit = "abc" }).Digest, Is.EqualTo(Run(new RunOptions()).Digest));

    [Test]
    public void Run_ArmThrows_PassesItsExceptionOn() =>
        Assert.That(
            () => Run(new RunOptions { Parallelism = 2 }, (_, _, _) => throw new InvalidDataException("broken")),
            Throws.InstanceOf<InvalidDataException>());

    [Test]
    public void Run_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.That(
            () => RunConductor.Run(_scenario, new RunOptions(), "ideal", Sample, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Run_WithFolder_WritesItsFiles()
    {
        string folder = RunFolder.Prepare(Path.Combine(_folder.Folder, "out"));

        RunResult result = Run(new RunOptions { Folder = folder });

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(Path.Combine(folder, "result.json")), Is.EqualTo(result.Json.ToArray()));
            Assert.That(File.ReadAllBytes(Path.Combine(folder, "xia.pcapng")), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(File.ReadAllText(Path.Combine(folder, "timeline.csv")), Is.EqualTo("""
                time_ns,arm,event,subject,value,detail
                1000000000,xia,client.opened,stream,7,
                2000000000,xia,move.requested,web,,hostA to hostB
                1000000000,ip-none,client.opened,stream,7,
                2000000000,ip-none,move.requested,web,,hostA to hostB

                """));
        });
    }

    [Test]
    public void Run_Json_IsTheGoldenOne()
    {
        RunResult result = Run(new RunOptions { Arms = ["xia"], Version = "1.2.3", Commit = "c0ffee" });
        string json = Encoding.UTF8.GetString(result.Json.Span)
            .Replace(_scenario.Digest, "SCENARIO")
            .Replace(result.Digest, "DIGEST");

        Assert.That(json, Is.EqualTo(GoldenResult.Text));
        Assert.That(() => JsonDocument.Parse(result.Json), Throws.Nothing);
    }

    [Test]
    public void Digest_Text_IsAsDocumented()
    {
        RunResult result = Run(new RunOptions { Arms = ["xia"] });
        byte[] timeline = Encoding.UTF8.GetBytes(
            "1000000000,xia,client.opened,stream,7,\n2000000000,xia,move.requested,web,,hostA to hostB\n");
        byte[] figures = Figures(result);
        string text = $"xia.digest/1\narm xia\ncapture xia.pcapng 3 {Hash([1, 2, 3])}\n"
            + $"timeline {timeline.Length} {Hash(timeline)}\nfigures {figures.Length} {Hash(figures)}\n";

        Assert.That(result.Digest, Is.EqualTo("sha256:" + Hash(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>Takes the figures out of the result as a reader of the documentation would.</summary>
    private static byte[] Figures(RunResult result)
    {
        using JsonDocument document = JsonDocument.Parse(result.Json);
        JsonElement arm = document.RootElement.GetProperty("arms")[0];
        IEnumerable<string> parts = ((string[])["metrics", "limits", "promise", "moves", "sessions"])
            .Select(key => $"\"{key}\":{JsonSerializer.Serialize(arm.GetProperty(key))}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', parts)}}}");
    }

    private static string Hash(byte[] bytes) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static ArmResult Sample(ScenarioArm arm, ArmRecorder recorder, CancellationToken cancellation) =>
        SampleRun.Arm(arm, recorder);

    private RunResult Run(RunOptions options, RunConductor.ArmRun? run = null) =>
        RunConductor.Run(_scenario, options, "zen5", run ?? Sample, CancellationToken.None);
}
