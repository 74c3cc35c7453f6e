using System.IO.Enumeration;
using Xia.Node.Platform;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;

namespace Xia.Cli.Click;

/// <summary>Prints read handlers at the end of a run.</summary>
internal sealed class HandlerPrinter(RouterGraph graph, StandardConsole console)
{
    /// <summary>Prints them; one alone without its name.</summary>
    /// <returns>Whether all of them exist.</returns>
    internal bool Print(IReadOnlyList<string> paths)
    {
        bool isComplete = true;
        bool isNamed = paths.Count > 1 || paths.Any(IsPattern);
        foreach (string path in paths)
        {
            if (IsPattern(path))
            {
                isComplete &= PrintPattern(path);
            }
            else
            {
                isComplete &= PrintOne(path, isNamed);
            }
        }

        return isComplete;
    }

    private static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?[") >= 0;

    private bool PrintPattern(string path)
    {
        int dot = path.LastIndexOf('.');
        string pattern = dot < 0 ? path : path[..dot];
        string name = dot < 0 ? "" : path[(dot + 1)..];
        bool isFound = false;
        foreach (Element element in graph.Elements)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, element.Name, ignoreCase: false)
                && graph.FindHandler($"{element.Name}.{name}")?.Read is not null)
            {
                isFound = true;
                PrintOne($"{element.Name}.{name}", isNamed: true);
            }
        }

        if (!isFound)
        {
            console.WriteMessage($"no element matching '{pattern}'");
        }

        return isFound;
    }

    private bool PrintOne(string path, bool isNamed)
    {
        try
        {
            if (graph.FindHandler(path)?.Read is null)
            {
                console.WriteMessage($"no '{path}' handler");
                return false;
            }

            string value = graph.ReadHandler(path);
            value = value.EndsWith('\n') ? value : value + "\n";
            console.WriteOutput(isNamed ? $"{path}:\n{value}\n" : value);
            return true;
        }
        catch (HandlerException wrong)
        {
            console.WriteMessage(
                wrong.Message.Replace("no element named", "no element", StringComparison.Ordinal));
            return false;
        }
    }
}
