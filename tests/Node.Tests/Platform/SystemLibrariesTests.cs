using Xia.Node.Platform;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Platform;

internal sealed class SystemLibrariesTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("xia-libraries-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Require_ReadsEachLibraryOnce_FromBesideTheFileThatAsks()
    {
        Write("one", "require(library sub/two); elementclass A { B }");
        Write("sub/two", "require(library three) elementclass B { i :: Idle }");
        Write("sub/three", "e :: Idle;");
        Assert.That(
            Flatten("require(library one, library one);\na :: A", null),
            Is.EqualTo("e :: Idle;\na/B@1/i :: Idle;\n\n"));
    }

    [Test]
    public void Require_SearchesThePath_ConfFirst()
    {
        Write("path/lib", "wrong");
        Write("path/conf/lib", "i :: Idle");
        Assert.That(Flatten("require(library lib)", $"{_folder}/path"), Is.EqualTo("i :: Idle;\n\n"));
    }

    [Test]
    public void Require_ErrorsInALibrary_NameIt()
    {
        Write("lib", "\nfoo -> bar");
        Assert.That(
            Error("require(library lib)\nx ->"),
            Is.EqualTo(
                $"{_folder}/lib:2: undeclared element 'foo'\n"
                + $"{_folder}/lib:2: undeclared element 'bar'\n"
                + $"{_folder}/main:2: undeclared element 'x'\n{_folder}/main:2: syntax error near ''"));
    }

    [TestCase("require(library none)", "1: library 'none' not found in CLICKPATH/conf")]
    [TestCase("{ require(library none) }", "1: 'require library' must be used at file scope")]
    [TestCase("require(library)", "1: syntax error at requirement")]
    public void Require_Wrong_SaysWhatClickSays(string text, string expected) =>
        Assert.That(Error(text), Is.EqualTo($"{_folder}/main:{expected}"));

    private string Flatten(string text, string? path) =>
        RouterGraph.Flatten(text, $"{_folder}/main", new RouterEnvironment
        {
            Pool = new PacketPool(),
            Libraries = new SystemLibraries(new SearchPath(path)),
        });

    private string Error(string text) => Assert.Throws<RouterConfigurationException>(() => RouterGraph.Load(
        text,
        $"{_folder}/main",
        new RouterEnvironment
        {
            Pool = new PacketPool(),
            Libraries = new SystemLibraries(new SearchPath(null)),
        }))!.Message;

    private void Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
