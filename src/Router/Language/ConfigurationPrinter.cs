using System.Text;

namespace Xia.Router.Language;

/// <summary>Prints a flattened configuration as text that parses to the same configuration.</summary>
internal static class ConfigurationPrinter
{
    /// <summary>Requirements, then an element per line, a blank line, and chains of connections.</summary>
    public static string Print(Configuration configuration) =>
        Print(configuration, index => configuration.Elements[index].Arguments);

    /// <summary>The same with the configuration strings that the elements have now.</summary>
    public static string Print(Configuration configuration, Func<int, string> argumentsOf)
    {
        var text = new StringBuilder();
        if (configuration.Requirements.Count > 0)
        {
            text.Append("require(").AppendJoin(", ", configuration.Requirements).Append(");\n\n");
        }

        for (int index = 0; index < configuration.Elements.Count; index++)
        {
            ElementDeclaration element = configuration.Elements[index];
            text.Append(element.Name).Append(" :: ").Append(element.ClassName);
            string arguments = argumentsOf(index);
            if (arguments.Length > 0)
            {
                text.Append('(').Append(arguments).Append(')');
            }

            text.Append(";\n");
        }

        if (configuration.Elements.Count > 0)
        {
            text.Append('\n');
        }

        PrintConnections(configuration, text);
        return text.ToString();
    }

    // A chain goes on from input 0 of an element through its output 0, to an input 0 if there is one. What no
    // chain reaches but is a circle begins where it stands first.
    private static void PrintConnections(Configuration configuration, StringBuilder text)
    {
        int[] next = FindNext(configuration, out bool[] isContinuation);
        bool[] printed = new bool[next.Length];
        for (int start = 0; start < next.Length; start++)
        {
            if (!printed[start] && !isContinuation[start])
            {
                PrintChain(configuration, start, next, printed, text);
            }
        }

        for (int start = 0; start < next.Length; start++)
        {
            if (!printed[start])
            {
                PrintChain(configuration, start, next, printed, text);
            }
        }
    }

    private static int[] FindNext(Configuration configuration, out bool[] isContinuation)
    {
        IReadOnlyList<ConnectionDeclaration> connections = configuration.Connections;
        var continuations = new Dictionary<int, int>();
        for (int index = 0; index < connections.Count; index++)
        {
            ConnectionDeclaration connection = connections[index];
            bool taken = continuations.TryGetValue(connection.From, out int earlier)
                && connections[earlier].ToPort == 0;
            if (connection.FromPort == 0 && !taken)
            {
                continuations[connection.From] = index;
            }
        }

        int[] next = new int[connections.Count];
        isContinuation = new bool[connections.Count];
        for (int index = 0; index < next.Length; index++)
        {
            next[index] = connections[index].ToPort == 0
                && continuations.TryGetValue(connections[index].To, out int follower) && follower != index
                    ? follower
                    : -1;
            if (next[index] >= 0)
            {
                isContinuation[next[index]] = true;
            }
        }

        return next;
    }

    private static void PrintChain(
        Configuration configuration, int start, int[] next, bool[] printed, StringBuilder text)
    {
        ConnectionDeclaration first = configuration.Connections[start];
        text.Append(configuration.Elements[first.From].Name);
        if (first.FromPort != 0)
        {
            text.Append(" [").Append(first.FromPort).Append(']');
        }

        for (int at = start; at >= 0 && !printed[at]; at = next[at])
        {
            printed[at] = true;
            text.Append(at == start ? " -> " : "\n    -> ");
            ConnectionDeclaration connection = configuration.Connections[at];
            if (connection.ToPort != 0)
            {
                text.Append('[').Append(connection.ToPort).Append("] ");
            }

            text.Append(configuration.Elements[connection.To].Name);
        }

        text.Append(";\n");
    }
}
