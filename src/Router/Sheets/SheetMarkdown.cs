using System.Text;

namespace Xia.Router.Sheets;

/// <summary>Prints sheets as one page of Markdown.</summary>
public static class SheetMarkdown
{
    private const string Head = """
        # Elements

        The element classes of the router by family. This page is made by `xia elements --markdown` from the
        comments in the sources; change them, not it.

        In the syntax, brackets hold what may be left out, with its default; what follows `keywords` is given
        as `KEYWORD value`. Ports are written inputs/outputs; processing says per port whether it is push
        (`h`), pull (`l`) or agnostic (`a`). Handlers are read (`r`), written (`w`), or read with a parameter
        (`r+`). Besides its own, every element has the handlers `class`, `name`, `config`, `ports` and
        `handlers`.


        """;

    /// <summary>The page.</summary>
    public static string Print(IReadOnlyList<ElementSheet> sheets)
    {
        var text = new StringBuilder(Head);
        foreach (IGrouping<string, ElementSheet> family in sheets.GroupBy(sheet => sheet.Family))
        {
            text.Append("- **").Append(family.Key).Append("**: ")
                .AppendJoin(", ", family.Select(sheet => $"[{sheet.ClassName}](#{Anchor(sheet.ClassName)})"))
                .Append('\n');
        }

        foreach (IGrouping<string, ElementSheet> family in sheets.GroupBy(sheet => sheet.Family))
        {
            text.Append("\n## ").Append(family.Key).Append('\n');
            foreach (ElementSheet sheet in family)
            {
                Append(text, sheet);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ElementSheet sheet)
    {
        text.Append("\n### ").Append(sheet.ClassName).Append("\n\n");
        text.Append('`').Append(sheet.Syntax).Append("`\n\n");
        text.Append(sheet.Summary).Append(" Ports ").Append(sheet.Ports)
            .Append(", processing ").Append(sheet.Processing).Append(".\n");
        foreach (string paragraph in sheet.Remarks)
        {
            text.Append('\n').Append(paragraph).Append('\n');
        }

        if (sheet.Handlers.Count > 0)
        {
            text.Append("\n| handler | access | |\n| --- | --- | --- |\n");
            foreach (HandlerSheet handler in sheet.Handlers)
            {
                text.Append("| `").Append(handler.Name).Append("` | ").Append(handler.Access).Append(" | ")
                    .Append(handler.Text.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
            }
        }

        if (sheet.Example.Length > 0)
        {
            text.Append("\n```\n").Append(sheet.Example).Append("\n```\n");
        }
    }

    private static string Anchor(string name) => name.ToLowerInvariant();
}
