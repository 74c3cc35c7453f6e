using Xia.Router.Graph;

namespace Xia.Router.Platform;

/// <summary>Loads the assemblies that <c>require(package FILE)</c> names; the driver provides it.</summary>
public interface IElementPackages
{
    /// <summary>Adds the element classes of a package to a registry.</summary>
    /// <param name="name">As written: a file, or a name that is sought along the search path.</param>
    /// <param name="folder">Where the asking file lies; <c>.</c> for a text that is no file.</param>
    /// <param name="registry">The classes of the configuration at hand.</param>
    /// <returns>What is wrong, or null; loading a package again is not wrong.</returns>
    string? Load(string name, string folder, ElementRegistry registry);
}
