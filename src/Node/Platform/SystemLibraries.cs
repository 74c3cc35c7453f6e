using System.Text;
using Xia.Router.Platform;

namespace Xia.Node.Platform;

/// <summary>The libraries of configurations that lie in files.</summary>
public sealed class SystemLibraries(SearchPath path) : IRouterLibraries
{
    private const string Subfolder = "conf";

    /// <inheritdoc/>
    public RouterLibrary? Find(string name, string folder)
    {
        try
        {
            return path.Find(name, Subfolder, folder) is { } file
                ? new RouterLibrary(file, Encoding.Latin1.GetString(File.ReadAllBytes(file)))
                : null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
