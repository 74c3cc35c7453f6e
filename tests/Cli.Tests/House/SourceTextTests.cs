namespace Xia.Cli.Tests.House;

/// <summary>What holds for the text of every file: the repository stands alone, and sources are tidy.</summary>
public sealed class SourceTextTests
{
    private const int MaximumColumns = 110;
    private const int MaximumShown = 20;

    private static readonly string[] TextExtensions =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".txt", ".json", ".yaml", ".yml", ".click", ".sh",
        ".mjs", ".runsettings", ".editorconfig", ".gitignore", ".gitattributes", ".rsp", "",
    ];

    /// <summary>Places on the machines of the authors, put together here so that this file does not name them.</summary>
    private static readonly string[] ForeignPlaces = ["/wo" + "rk/", "../sha" + "red", "/ho" + "me/", "/ro" + "ot/"];

    [Test]
    public void Files_AllOfThem_NameNoPlaceOutsideTheRepository() =>
        AssertNone(
            from path in TextFiles()
            from line in Numbered(path)
            where ForeignPlaces.Any(place => line.Text.Contains(place, StringComparison.Ordinal))
            select Describe(path, line));

    [Test]
    public void Files_AllOfThem_EndTheirLinesByLineFeed() =>
        AssertNone(
            from path in TextFiles()
            let text = File.ReadAllText(path)
            where text.Contains('\r', StringComparison.Ordinal) || (text.Length > 0 && !text.EndsWith('\n'))
            select $"{Repository.Shown(path)}: a carriage return, or no line feed at the end");

    [Test]
    public void Sources_AllOfThem_KeepTheirLinesShort() =>
        AssertNone(
            from path in Repository.Files("src", "*.cs")
            from line in OutsideDrawings(path)
            where line.Text.Length > MaximumColumns
            select Describe(path, line));

    [Test]
    public void Sources_AllOfThem_HaveNeitherTabsNorBlanksAtTheEnd() =>
        AssertNone(
            from path in Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"))
            from line in Numbered(path)
            where line.Text.Contains('\t', StringComparison.Ordinal) || line.Text.EndsWith(' ')
            select Describe(path, line));

    private static IEnumerable<string> TextFiles() =>
        Repository.Files().Where(path => TextExtensions.Contains(Path.GetExtension(path)));

    private static IEnumerable<(int Number, string Text)> Numbered(string path) =>
        File.ReadLines(path).Select((text, index) => (index + 1, text));

    /// <summary>The lines of a source but those of drawings: a state machine may need the width.</summary>
    private static IEnumerable<(int Number, string Text)> OutsideDrawings(string path)
    {
        bool isDrawing = false;
        foreach ((int number, string text) in Numbered(path))
        {
            isDrawing |= text.Contains("/// <code>", StringComparison.Ordinal);
            if (!isDrawing)
            {
                yield return (number, text);
            }

            isDrawing &= !text.Contains("</code>", StringComparison.Ordinal);
        }
    }

    private static string Describe(string path, (int Number, string Text) line) =>
        $"{Repository.Shown(path)}({line.Number}): {line.Text.Trim()}";

    private static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.That(
            all, Is.Empty, $"{all.Length} lines, of which the first:\n{string.Join('\n', all.Take(MaximumShown))}");
    }
}
