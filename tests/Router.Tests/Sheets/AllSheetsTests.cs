using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Sheets;

namespace Xia.Router.Tests.Sheets;

/// <summary>Holds the sheets against the elements.</summary>
internal sealed class AllSheetsTests
{
    private static readonly SheetReader Reader = Open();

    private static IEnumerable<string> ClassNames => ElementRegistry.BuiltIn.ClassNames;

    private static IEnumerable<Type> ElementTypes => typeof(Element).Assembly.GetExportedTypes()
        .Where(type => type.IsSealed && type.IsSubclassOf(typeof(Element)));

    [TestCaseSource(nameof(ClassNames))]
    public void Sheet_HasSummaryAndSyntax(string className)
    {
        ElementSheet? sheet = Reader.Read(ElementRegistry.BuiltIn, className);
        Assert.That(sheet, Is.Not.Null, "There is a sheet.");
        Assert.That(sheet!.Summary, Is.Not.Empty);
        string syntax = sheet.Syntax;
        Assert.That(
            syntax == className || syntax.StartsWith(className + "(", StringComparison.Ordinal),
            $"'{syntax}' starts with the class's name.");
    }

    [TestCaseSource(nameof(ClassNames))]
    public void Sheet_NamesTheHandlersThatThereAre(string className)
    {
        ElementSheet sheet = Reader.Read(ElementRegistry.BuiltIn, className)!;
        IEnumerable<string> written = sheet.Handlers.Select(handler => $"{handler.Name} {handler.Access}");
        IEnumerable<string> real = ElementHandlers.Of(className)
            .Select(handler => $"{handler.Name} {AccessOf(handler)}");
        Assert.That(string.Join(", ", written), Is.EqualTo(string.Join(", ", real)));
        Assert.That(sheet.Handlers.Select(handler => handler.Text), Has.All.Not.Empty);
    }

    [TestCaseSource(nameof(ElementTypes))]
    public void EveryElement_IsKnownUnderItsName(Type type)
    {
        var element = (Element)Activator.CreateInstance(type)!;
        Assert.That(ElementRegistry.BuiltIn.Contains(element.ClassName), $"{type.Name} is registered.");
        Assert.That(ElementRegistry.BuiltIn.Create(element.ClassName), Is.TypeOf(type));
    }

    [Test]
    public void Page_InTheDocumentation_IsCurrent()
    {
        string page = SheetMarkdown.Print(Reader.ReadAll(ElementRegistry.BuiltIn));
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Xia.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        Assert.That(
            File.ReadAllText(Path.Combine(folder, "docs", "elements.md")),
            Is.EqualTo(page),
            "xia elements --markdown > docs/elements.md makes it current.");
    }

    private static string AccessOf(Handler handler) =>
        (handler.Read is null ? "" : "r") + (handler.Write is null ? "" : "w")
        + (handler.TakesParameter ? "+" : "");

    private static SheetReader Open()
    {
        string path = Path.ChangeExtension(typeof(Element).Assembly.Location, ".xml");
        using StreamReader file = File.OpenText(path);
        return new SheetReader(file);
    }
}
