using System.Text;

namespace Xia.Router.Language;

/// <summary>Prints a flattened configuration as text that parses to the same configuration.</summary>
internal static class ConfigurationPrinter
{
    /// <summary>Requirements, then an element per line, a blank line, and a connection per line.</summary>
    public static string Print(Configuration configuration)
    {
        var text = new StringBuilder();
        if (configuration.Requirements.Count > 0)
        {
            text.Append("require(").AppendJoin(", ", configuration.Requirements).Append(");\n\n");
        }

        foreach (ElementDeclaration element in configuration.Elements)
        {
            text.Append(element.Name).Append(" :: ").Append(element.ClassName);
            if (element.Arguments.Length > 0)
            {
                text.Append('(').Append(element.Arguments).Append(')');
            }

            text.Append(";\n");
        }

        text.Append('\n');
        foreach (ConnectionDeclaration connection in configuration.Connections)
        {
            text.Append(configuration.Elements[connection.From].Name);
            if (connection.FromPort != 0)
            {
                text.Append(" [").Append(connection.FromPort).Append(']');
            }

            text.Append(" -> ");
            if (connection.ToPort != 0)
            {
                text.Append('[').Append(connection.ToPort).Append("] ");
            }

            text.Append(configuration.Elements[connection.To].Name).Append(";\n");
        }

        return text.ToString();
    }
}
