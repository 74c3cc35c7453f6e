using System.Text;
using Xia.Router.Platform;

namespace Xia.Cli.Click;

/// <summary>Writes a flat graph to a file.</summary>
internal static class FlatGraph
{
    /// <summary>Writes; false when that failed, which is then said.</summary>
    internal static bool TryWrite(string text, string path, IRouterFiles files, IRouterConsole console)
    {
        try
        {
            using Stream stream = files.OpenWrite(path, append: false);
            stream.Write(Encoding.Latin1.GetBytes(text));
            return true;
        }
        catch (IOException wrong)
        {
            console.WriteMessage($"{path}: {wrong.Message}");
            return false;
        }
    }
}
