using System.Text;
using System.Xml.Linq;

namespace Xia.Router.Sheets;

/// <summary>Turns documentation comments into plain text, in which code stands between backquotes.</summary>
internal static class SheetText
{
    private const int TypeNamePrefixLength = 2;

    /// <summary>All of it in one line.</summary>
    public static string Line(XElement? element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return Collapse(text.ToString());
    }

    /// <summary>Its paragraphs, list items and code blocks, each in one line but for code.</summary>
    public static IReadOnlyList<string> Paragraphs(XElement? element)
    {
        var paragraphs = new List<string>();
        var text = new StringBuilder();
        foreach (XNode node in element?.Nodes() ?? [])
        {
            if (node is XElement { Name.LocalName: "para" or "code" or "list" } block)
            {
                Flush(text, paragraphs);
                AppendBlock(block, paragraphs);
            }
            else
            {
                Append(text, node);
            }
        }

        Flush(text, paragraphs);
        return paragraphs;
    }

    /// <summary>Its lines, without the blanks that all of them begin with.</summary>
    public static string Code(XElement? element)
    {
        XElement? code = element?.Element("code") ?? element;
        string[] lines = [.. (code?.Value ?? "").Split('\n').Select(line => line.TrimEnd())];
        int indent = lines.Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    private static void AppendBlock(XElement block, List<string> paragraphs)
    {
        switch (block.Name.LocalName)
        {
            case "para":
                paragraphs.Add(Line(block));
                break;
            case "code":
                paragraphs.Add("    " + Code(block).Replace("\n", "\n    ", StringComparison.Ordinal));
                break;
            default:
                paragraphs.AddRange(block.Elements("item").Select(item => "- " + Line(item)));
                break;
        }
    }

    private static void Flush(StringBuilder text, List<string> paragraphs)
    {
        string line = Collapse(text.ToString());
        text.Clear();
        if (line.Length > 0)
        {
            paragraphs.Add(line);
        }
    }

    private static void Append(StringBuilder text, XNode? node)
    {
        if (node is XText words)
        {
            text.Append(words.Value);
        }

        if (node is not XElement element)
        {
            return;
        }

        string? reference = element.Attribute("cref")?.Value ?? element.Attribute("name")?.Value;
        switch (element.Name.LocalName)
        {
            case "see" or "seealso" when reference is not null:
                text.Append('`').Append(ShortName(reference)).Append('`');
                break;
            case "paramref" or "typeparamref":
                text.Append('`').Append(reference).Append('`');
                break;
            case "c":
                text.Append('`').Append(element.Value).Append('`');
                break;
            default:
                foreach (XNode inner in element.Nodes())
                {
                    Append(text, inner);
                }

                break;
        }
    }

    // "T:Xia.Router.Elements.Queues.Queue" is Queue; of a member, the type is named too.
    private static string ShortName(string reference)
    {
        string[] parts = reference[TypeNamePrefixLength..].Split('(')[0].Split('.');
        return reference[0] == 'T' || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    private static string Collapse(string text) =>
        string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
