using Xia.Laboratory.Results.Recording;
using Xia.Laboratory.Scenarios;
using Xia.Laboratory.Tests.Scenarios;

namespace Xia.Laboratory.Tests.Results.Recording;

internal sealed class RunFolderTests
{
    private TemporaryScenario _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryScenario();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void CreateNew_Again_NumbersTheFolder()
    {
        Scenario scenario = _folder.Read(TemporaryScenario.Valid);
        string parent = Path.Combine(_folder.Folder, "runs");

        string[] folders = [.. Enumerable.Range(0, 3).Select(_ => RunFolder.CreateNew(parent, scenario))];

        Assert.That(folders.Select(Path.GetFileName), Is.EqualTo(new[] { "pair-1", "pair-1-2", "pair-1-3" }));
        Assert.That(folders, Has.All.Matches<string>(Directory.Exists));
    }

    [Test]
    public void Prepare_FolderOfARun_ClearsItsFilesOnly()
    {
        string folder = RunFolder.Prepare(Path.Combine(_folder.Folder, "out"));
        string[] files = ["result.json", "timeline.csv", "xia.pcapng", "nodes/xia/core/out.txt", "notes.txt"];
        Directory.CreateDirectory(Path.Combine(folder, "nodes/xia/core"));
        Array.ForEach(files, file => File.WriteAllText(Path.Combine(folder, file), "old"));

        RunFolder.Prepare(folder);

        Assert.That(
            files.Where(file => File.Exists(Path.Combine(folder, file))), Is.EqualTo(new[] { "notes.txt" }));
    }

    [Test]
    public void Prepare_ForeignFolder_Refuses()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Folder, "mine")).FullName;
        string thesis = Path.Combine(folder, "result.json");
        File.WriteAllText(thesis, "mine");

        Assert.That(() => RunFolder.Prepare(folder), Throws.InstanceOf<IOException>());
        Assert.That(File.ReadAllText(thesis), Is.EqualTo("mine"));
    }

    [Test]
    public void Prepare_EmptyFolder_Takes() =>
        Assert.That(
            () => RunFolder.Prepare(Directory.CreateDirectory(Path.Combine(_folder.Folder, "new")).FullName),
            Throws.Nothing);
}
