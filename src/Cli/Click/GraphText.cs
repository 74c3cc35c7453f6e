using System.Text;
using Xia.Router.Platform;

namespace Xia.Cli.Click;

/// <summary>The text of the graph that a command line names.</summary>
/// <param name="Text">One byte per character.</param>
/// <param name="Name">What messages call it.</param>
internal sealed record GraphText(string Text, string Name)
{
    /// <summary>Reads it; null when it cannot be read, which is then said.</summary>
    internal static GraphText? Read(ClickOptions options, IRouterFiles files, IRouterConsole console)
    {
        if (options.Expression is { } expression)
        {
            // A command line is text of the system; a graph is bytes.
            return new(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(expression)), "config");
        }

        string path = options.File ?? "-";
        string name = path == "-" ? "<stdin>" : path;
        try
        {
            using Stream stream = files.OpenRead(path);
            using var reader = new StreamReader(
                stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
            return new(reader.ReadToEnd(), name);
        }
        catch (IOException wrong)
        {
            console.WriteMessage($"{name}: {wrong.Message}");
            return null;
        }
    }
}
