using System.Xml.Linq;
using Xia.Router.Graph;

namespace Xia.Router.Sheets;

/// <summary>
/// Reads the sheets of element classes from the documentation file that the compiler writes.
/// </summary>
/// <remarks>
/// A sheet is the comment of the class: <c>summary</c>, <c>syntax</c>, <c>remarks</c>, one <c>handler</c>
/// with
/// <c>name</c> and <c>access</c> for each handler, <c>handlers</c> with <c>of</c> for those of another class,
/// and <c>example</c>.
/// </remarks>
public sealed class SheetReader
{
    private const string Families = ".Elements.";

    private readonly Dictionary<string, XElement> _types;

    /// <summary>Reads a documentation file.</summary>
    /// <exception cref="System.Xml.XmlException">It is no such file.</exception>
    public SheetReader(TextReader documentation)
    {
        ArgumentNullException.ThrowIfNull(documentation);
        _types = XDocument.Load(documentation).Descendants("member")
            .Where(member => Name(member).StartsWith("T:", StringComparison.Ordinal))
            .GroupBy(member => Name(member)[2..], StringComparer.Ordinal)
            .ToDictionary(members => members.Key, members => members.First(), StringComparer.Ordinal);
    }

    /// <summary>The sheets of all classes of a registry that have one, by family and name.</summary>
    public IReadOnlyList<ElementSheet> ReadAll(ElementRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return
        [
            .. registry.ClassNames.Select(name => Read(registry, name)).OfType<ElementSheet>()
                .OrderBy(sheet => sheet.Family, StringComparer.Ordinal)
                .ThenBy(sheet => sheet.ClassName, StringComparer.Ordinal),
        ];
    }

    /// <summary>The sheet of a class; null when nothing is written about it.</summary>
    public ElementSheet? Read(ElementRegistry registry, string className)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (!registry.Contains(className))
        {
            return null;
        }

        Element element = registry.Create(className);
        string type = element.GetType().FullName!;
        if (!_types.TryGetValue(type, out XElement? comment))
        {
            return null;
        }

        return new ElementSheet(
            className,
            FamilyOf(element.GetType().Namespace ?? ""),
            SheetText.Line(comment.Element("summary")),
            SheetText.Line(comment.Element("syntax")),
            SheetText.Paragraphs(comment.Element("remarks")),
            [
                .. Handlers(comment, registry)
                    .OrderBy(handler => handler.Name, StringComparer.Ordinal),
            ],
            SheetText.Code(comment.Element("example")),
            element.PortCounts,
            element.Processing);
    }

    private IEnumerable<HandlerSheet> Handlers(XElement comment, ElementRegistry registry) =>
        comment.Elements("handler")
            .Select(handler => new HandlerSheet(
                Name(handler), handler.Attribute("access")?.Value ?? "", SheetText.Line(handler)))
            .Concat(comment.Elements("handlers")
                .Where(other => !registry.Create(other.Attribute("of")!.Value).GetType().FullName!.Equals(
                    Name(comment)[2..], StringComparison.Ordinal))
                .SelectMany(other => Read(registry, other.Attribute("of")!.Value)?.Handlers ?? []));

    private static string Name(XElement element) => element.Attribute("name")?.Value ?? "";

    private static string FamilyOf(string space)
    {
        int at = space.IndexOf(Families, StringComparison.Ordinal);
        return at < 0 ? space : space[(at + Families.Length)..].Split('.')[0];
    }
}
