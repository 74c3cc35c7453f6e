namespace Xia.Node.Platform;

/// <summary>Where files are sought that a configuration names without a folder.</summary>
/// <remarks>
/// The folders of CLICKPATH in their order, each with its sub-folder first; an empty entry, as well as a
/// missing variable, stands for the folder of the file that asks.
/// </remarks>
/// <param name="folders">The folders with colons between them; null for a missing variable.</param>
public sealed class SearchPath(string? folders)
{
    private readonly string[] _folders = (folders ?? "").Split(':');

    /// <summary>The path that the environment of the process gives.</summary>
    public static SearchPath FromEnvironment() => new(Environment.GetEnvironmentVariable("CLICKPATH"));

    /// <summary>The file of a name; null for none.</summary>
    /// <param name="name">As written; a name from the root is taken as it is.</param>
    /// <param name="subfolder">What is tried first in each folder: <c>conf</c> or <c>lib</c>.</param>
    /// <param name="asking">The folder of the file that asks.</param>
    public string? Find(string name, string subfolder, string asking)
    {
        if (name.StartsWith('/'))
        {
            return File.Exists(name) ? name : null;
        }

        foreach (string folder in _folders)
        {
            IEnumerable<string> places = folder.Length == 0
                ? [asking]
                : [Path.Join(folder, subfolder, "click"), Path.Join(folder, subfolder), folder];
            foreach (string file in places.Select(place => Path.Join(place, name)))
            {
                if (File.Exists(file))
                {
                    return file;
                }
            }
        }

        return null;
    }
}
