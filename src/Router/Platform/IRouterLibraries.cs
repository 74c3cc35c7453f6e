namespace Xia.Router.Platform;

/// <summary>Finds the files that <c>require(library FILE)</c> names; the driver provides it.</summary>
public interface IRouterLibraries
{
    /// <summary>
    /// A library by its name: beside the file that asks for it, then along the search path; null for none.
    /// </summary>
    /// <param name="name">As written.</param>
    /// <param name="folder">Where the asking file lies; <c>.</c> for a text that is no file.</param>
    RouterLibrary? Find(string name, string folder);
}
