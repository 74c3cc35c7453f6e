using System.Diagnostics.CodeAnalysis;
using Xia.Router.Graph;

namespace Xia.Router.Language.Names;

/// <summary>Names with values, scoped as elements are.</summary>
/// <remarks>
/// What an element <c>a/b/info</c> defines holds for all elements whose names start with <c>a/b/</c>; the
/// nearest definition wins, and a later one replaces an earlier one of the same scope.
/// </remarks>
internal sealed class ScopedNames<T>
{
    private readonly Dictionary<(string Scope, string Name), T> _values = [];

    /// <summary>Gives a name a value in the scope in which an element stands.</summary>
    public void Define(Element definer, string name, T value) =>
        _values[(ScopeOf(definer.Name), name)] = value;

    /// <summary>The value of a name as an element sees it.</summary>
    public bool TryFind(Element asker, string name, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (_values.Count == 0)
        {
            return false;
        }

        string scope = asker.Name;
        do
        {
            scope = ScopeOf(scope);
            if (_values.TryGetValue((scope, name), out value))
            {
                return true;
            }
        }
        while (scope.Length > 0);
        return false;
    }

    private static string ScopeOf(string name)
    {
        int slash = name.LastIndexOf('/');
        return slash < 0 ? "" : name[..slash];
    }
}
