using System.Security.Cryptography;
using System.Text.Json;
using Xia.Laboratory;
using Xia.Laboratory.Results;
using Xia.Laboratory.Scenarios;

namespace Xia.Scenarios.Tests.Graphs;

/// <summary>
/// A node's graph includes a library, brings an element class, reads a file beside it, and writes into the
/// folder of the run: what runs under <c>xia click</c> runs as a node too.
/// </summary>
public sealed class GraphFilesTests
{
    private const string Event = "{ at: 100ms, write: core.c.reset, value: \"\" }";

    private const string Library = "elementclass Chain { input -> every :: EveryNth(2) -> output }\n";

    private const string Trace =
        """
        !IPSummaryDump 1.3
        !data timestamp ip_src ip_dst ip_proto
        0.1 10.0.0.1 10.0.0.9 U
        0.2 10.0.0.2 10.0.0.9 U
        0.3 10.0.0.3 10.0.0.9 U
        0.4 10.0.0.4 10.0.0.9 U

        """;

    private static string Package => Path.GetFullPath(Path.Combine(
        SmallScenario.Folder, "..", "tests/Samples/Elements/bin", Tail, "Xia.Samples.Elements.dll"));

    // Such as Release/net10.0.
    private static string Tail
    {
        get
        {
            string[] parts = AppContext.BaseDirectory.TrimEnd('/').Split('/');
            return $"{parts[^2]}/{parts[^1]}";
        }
    }

    [Test]
    public void Graph_WithLibraryPackageAndFiles_RunsAsANode()
    {
        using TemporaryFolder folder = new();
        RunResult result = Run(folder, Graph(
            "FromIPSummaryDump(in.txt) -> x :: Chain -> c :: Counter "
            + "-> ToIPSummaryDump(out/two.txt, CONTENTS ip_src, HEADER false)"));
        string written = Path.Combine(folder.Path, "run/nodes/ip-none/core/out/two.txt");
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(written), Is.EqualTo("10.0.0.2\n10.0.0.4\n"));
            JsonElement file = JsonDocument.Parse(result.Json.ToArray()).RootElement
                .GetProperty("arms")[0].GetProperty("files")[0];
            Assert.That(file.GetProperty("file").GetString(), Is.EqualTo("nodes/ip-none/core/out/two.txt"));
            Assert.That(file.GetProperty("bytes").GetInt64(), Is.EqualTo(18));
            Assert.That(file.GetProperty("sha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(
                SHA256.HashData(File.ReadAllBytes(written)))));
        });
    }

    [Test]
    public void FilesWritten_CountIntoTheDigest()
    {
        using TemporaryFolder folder = new();
        const string Elements =
            "FromIPSummaryDump(in.txt) -> x :: Chain -> c :: Counter -> ToIPSummaryDump(-, CONTENTS ip_src)";
        RunResult first = Run(folder, Graph(Elements));
        RunResult again = Run(folder, Graph(Elements));
        File.WriteAllText(
            Path.Combine(folder.Path, "in.txt"),
            Trace.Replace("10.0.0.4", "10.0.0.5", StringComparison.Ordinal));
        RunResult other = Run(folder, Graph(Elements), keepTrace: true);
        Assert.Multiple(() =>
        {
            Assert.That(File.Exists(Path.Combine(folder.Path, "run/nodes/ip-none/core/stdout")));
            Assert.That(again.Digest, Is.EqualTo(first.Digest));
            Assert.That(other.Digest, Is.Not.EqualTo(first.Digest));
        });
    }

    [Test]
    public void FileOpenedAgain_StartsEmptyOrGoesOn()
    {
        using TemporaryFolder folder = new();
        Run(folder, Graph(
            "c :: Counter; x :: Idle -> c -> Discard; Script(TYPE ACTIVE, save x.class a.txt, "
            + "save c.class a.txt, save c.class b.txt, append x.class b.txt)"));
        string written = Path.Combine(folder.Path, "run/nodes/ip-none/core");
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText($"{written}/a.txt"), Is.EqualTo("Counter"));
            Assert.That(File.ReadAllText($"{written}/b.txt"), Is.EqualTo("CounterIdle"));
        });
    }

    [Test]
    public void FileOfAFoldersName_IsRefusedAndTheRunGoesOn()
    {
        using TemporaryFolder folder = new();
        Run(folder, Graph(
            "c :: Counter; Idle -> c -> Discard; Script(TYPE ACTIVE, save c.class out/a.txt, "
            + "save c.class out, save c.class b.txt)"));
        string written = Path.Combine(folder.Path, "run/nodes/ip-none/core");
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText($"{written}/out/a.txt"), Is.EqualTo("Counter"));
            Assert.That(File.ReadAllText($"{written}/b.txt"), Is.EqualTo("Counter"));
        });
    }

    [TestCase(
        "FromIPSummaryDump(-) -> c :: Counter -> Discard", "A node of a scenario has no standard input")]
    [TestCase(
        "FromIPSummaryDump(gone.txt) -> c :: Counter -> Discard", "gone.txt: No such file or directory")]
    [TestCase(
        "Idle -> c :: Counter -> ToIPSummaryDump(../out.txt)",
        "A node of a scenario writes into the folder of the run only")]
    [TestCase(
        "Idle -> c :: Counter -> ToIPSummaryDump(/out.txt)",
        "A node of a scenario writes into the folder of the run only")]
    [TestCase("require(library gone.click); c :: Counter", "gone.click")]
    [TestCase("require(package gone.dll); c :: Counter", "can't find required package 'gone.dll'")]
    [TestCase("ControlSocket(TCP, 7777); Idle -> c :: Counter -> Discard", "socket")]
    public void WrongFile_IsToldBeforeAnythingRuns(string elements, string words)
    {
        using TemporaryFolder folder = new();
        Scenario scenario = Read(folder, Graph(elements));
        ScenarioException? wrong =
            Assert.Throws<ScenarioException>(() => ScenarioRunner.Check(scenario, []));
        Assert.That(wrong!.Message, Does.Contain(words));
    }

    private static string Graph(string elements) =>
        $"require(package {Package}); require(library chain.click);\n" + elements + ";\n"
        + File.ReadAllText(Path.Combine(SmallScenario.Folder, "library/ip/router.click"));

    private static RunResult Run(TemporaryFolder folder, string graph, bool keepTrace = false)
    {
        string run = Directory.CreateDirectory(Path.Combine(folder.Path, "run")).FullName;
        return SmallScenario.Run(Read(folder, graph, keepTrace), new RunOptions { Folder = run });
    }

    private static Scenario Read(TemporaryFolder folder, string graph, bool keepTrace = false)
    {
        File.WriteAllText(Path.Combine(folder.Path, "chain.click"), Library);
        File.WriteAllText(Path.Combine(folder.Path, "core.click"), graph);
        if (!keepTrace)
        {
            File.WriteAllText(Path.Combine(folder.Path, "in.txt"), Trace);
        }

        string text = SmallScenario.Text([SmallScenario.IpArm], [Event], "500ms").Replace(
            "core:   { in: campus, graph: router }",
            $"core:   {{ in: campus, role: router, graph: {folder.Path}/core.click }}",
            StringComparison.Ordinal);
        return SmallScenario.Read(text);
    }
}
