using System.Reflection;
using System.Runtime.Loader;
using Xia.Router.Graph;
using Xia.Router.Platform;

namespace Xia.Node.Platform;

/// <summary>Loads elements of the user's own from assemblies.</summary>
/// <remarks>
/// Every public class that is an <see cref="Element"/> and can be made without arguments is known under its
/// <see cref="Element.ClassName"/>. What the assembly needs is sought beside it, except what the tool has
/// itself. An assembly stays loaded.
/// </remarks>
public sealed class ElementAssemblies(SearchPath path) : IElementPackages
{
    private const string Subfolder = "lib";
    private const string Extension = ".dll";

    private readonly Dictionary<string, IReadOnlyList<Func<Element>>> _loaded = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string? Load(string name, string folder, ElementRegistry registry)
    {
        string? file = path.Find(name, Subfolder, folder)
            ?? path.Find(name + Extension, Subfolder, folder);
        if (file is null)
        {
            return $"can't find required package '{name}'\nin CLICKPATH or '{folder}'";
        }

        try
        {
            file = Path.GetFullPath(file);
            if (!_loaded.TryGetValue(file, out IReadOnlyList<Func<Element>>? factories))
            {
                _loaded[file] = factories = LoadFactories(file);
            }

            foreach (Func<Element> factory in factories)
            {
                registry.Add(factory().ClassName, factory);
            }

            return factories.Count > 0 ? null : $"'{file}' has no public element class";
        }
        catch (Exception wrong) when (wrong is BadImageFormatException or IOException or TypeLoadException
            or ReflectionTypeLoadException or TargetInvocationException or MissingMethodException)
        {
            return $"'{file}': {wrong.Message}";
        }
    }

    private static List<Func<Element>> LoadFactories(string file) =>
    [
        .. new PackageContext(file).LoadFromAssemblyPath(file).GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Element)) && !type.IsAbstract
                && type.GetConstructor(Type.EmptyTypes) is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (Func<Element>)(() => (Element)Activator.CreateInstance(type)!)),
    ];

    // Gives the package what lies beside it, but the tool's own assemblies in one copy only.
    private sealed class PackageContext(string file) : AssemblyLoadContext(file)
    {
        private readonly AssemblyDependencyResolver _resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            foreach (Assembly own in Default.Assemblies)
            {
                if (own.GetName().Name == assemblyName.Name)
                {
                    return own;
                }
            }

            return assemblyName.Name!.StartsWith("Xia.", StringComparison.Ordinal)
                || _resolver.ResolveAssemblyToPath(assemblyName) is not { } beside
                    ? null
                    : LoadFromAssemblyPath(beside);
        }
    }
}
