using System.Text;

namespace Xia.Router.Sheets;

/// <summary>Prints sheets for a terminal.</summary>
public static class SheetPrinter
{
    private const string Indent = "  ";

    /// <summary>All classes by family, a line each.</summary>
    public static string List(IReadOnlyList<ElementSheet> sheets, int width)
    {
        var text = new StringBuilder();
        int column = sheets.Select(sheet => sheet.ClassName.Length).DefaultIfEmpty(0).Max() + Indent.Length;
        foreach (IGrouping<string, ElementSheet> family in sheets.GroupBy(sheet => sheet.Family))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(family.Key).Append('\n');
            foreach (ElementSheet sheet in family)
            {
                AppendEntry(text, sheet.ClassName.PadRight(column), sheet.Summary, width);
            }
        }

        return text.ToString();
    }

    /// <summary>One sheet, whole.</summary>
    public static string Print(ElementSheet sheet, int width)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var text = new StringBuilder();
        text.Append(sheet.Syntax).Append("\n\n");
        AppendWrapped(text, sheet.Summary, "", width);
        text.Append('\n').Append(Indent).Append("family      ").Append(sheet.Family).Append('\n');
        text.Append(Indent).Append("ports       ").Append(sheet.Ports).Append('\n');
        text.Append(Indent).Append("processing  ").Append(sheet.Processing).Append('\n');
        foreach (string paragraph in sheet.Remarks)
        {
            text.Append('\n');
            AppendWrapped(text, paragraph, "", width);
        }

        if (sheet.Handlers.Count > 0)
        {
            text.Append("\nHandlers\n");
            int column = sheet.Handlers.Max(handler => handler.Name.Length) + Indent.Length;
            foreach (HandlerSheet handler in sheet.Handlers)
            {
                AppendEntry(
                    text, handler.Name.PadRight(column) + handler.Access.PadRight(4), handler.Text, width);
            }
        }

        if (sheet.Example.Length > 0)
        {
            text.Append("\nExample\n").Append(Indent)
                .Append(sheet.Example.Replace("\n", "\n" + Indent, StringComparison.Ordinal)).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendEntry(StringBuilder text, string head, string body, int width)
    {
        var lines = new StringBuilder();
        string margin = Indent + new string(' ', head.Length);
        AppendWrapped(lines, body, margin, width);
        text.Append(Indent).Append(head).Append(lines.ToString().AsSpan(margin.Length));
    }

    // Code stands as it is; other text is broken between words.
    private static void AppendWrapped(StringBuilder text, string paragraph, string margin, int width)
    {
        if (paragraph.StartsWith(' '))
        {
            text.Append(margin).Append(paragraph).Append('\n');
            return;
        }

        int used = 0;
        foreach (string word in paragraph.Split(' '))
        {
            bool breaks = used > 0 && used + 1 + word.Length > width;
            text.Append(used == 0 ? margin : breaks ? "\n" + margin : " ").Append(word);
            used = (used == 0 || breaks ? margin.Length : used + 1) + word.Length;
        }

        text.Append('\n');
    }
}
