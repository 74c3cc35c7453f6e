using System.Globalization;
using System.Text;

namespace Xia.Router.Graph.Handlers;

/// <summary>An element's ports as its <c>ports</c> handler shows them.</summary>
/// <remarks>
/// Number of inputs, a line each, number of outputs, a line each. A line has push or pull (with <c>~</c> when
/// the connections decided that), a dash in place of statistics, and the ports at the other ends.
/// </remarks>
internal static class PortsText
{
    public static string Of(Element element)
    {
        string code = element.Processing;
        int slash = code.IndexOf('/', StringComparison.Ordinal);
        string inputCode = slash < 0 ? code : code[..slash];
        string outputCode = slash < 0 ? code : code[(slash + 1)..];
        var text = new StringBuilder();
        AppendCount(text, element.InputCount, "input");
        for (int port = 0; port < element.InputCount; port++)
        {
            AppendMode(text, element.Input(port).IsPull, inputCode, port);
            AppendEnds(text, element, port, upstream: true);
        }

        AppendCount(text, element.OutputCount, "output");
        for (int port = 0; port < element.OutputCount; port++)
        {
            AppendMode(text, !element.Output(port).IsPush, outputCode, port);
            AppendEnds(text, element, port, upstream: false);
        }

        return text.ToString();
    }

    private static void AppendCount(StringBuilder text, int count, string side) =>
        text.Append(CultureInfo.InvariantCulture, $"{count} {side}{(count == 1 ? "" : "s")}\n");

    private static void AppendMode(StringBuilder text, bool isPull, string code, int port)
    {
        char letter = code.Length == 0 ? 'a' : code[Math.Min(port, code.Length - 1)];
        text.Append(isPull ? "pull" : "push").Append(letter is 'h' or 'l' ? "" : "~").Append("\t-\t");
    }

    private static void AppendEnds(StringBuilder text, Element element, int port, bool upstream)
    {
        IEnumerable<string> ends = element.Router.Links.Across(element, port, upstream)
            .Select(end => upstream
                ? $"{end.Element.Name} [{end.Port}]"
                : $"[{end.Port}] {end.Element.Name}");
        text.AppendJoin(", ", ends).Append('\n');
    }
}
