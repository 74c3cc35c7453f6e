using Xia.Laboratory.Scenarios.Yaml;

namespace Xia.Laboratory.Scenarios.Reading;

/// <summary>The declared names of one kind of thing.</summary>
/// <param name="kind">What the names stand for, such as <c>node</c>.</param>
/// <param name="mistakes">Takes what is wrong.</param>
internal sealed class NameTable(string kind, MistakeList mistakes)
{
    private readonly List<(string Name, SourcePosition Where)> _names = [];

    internal IEnumerable<string> Names => _names.Select(pair => pair.Name);

    /// <summary>Declares a name; a second declaration is a mistake.</summary>
    internal void Declare(string name, SourcePosition where)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (Contains(name))
        {
            mistakes.Add(where, $"duplicate {kind} '{name}'; each needs a name of its own");
            return;
        }

        _names.Add((name, where));
    }

    internal bool Contains(string name) => _names.Exists(pair => pair.Name == name);

    internal SourcePosition PositionOf(string name) => _names.Find(pair => pair.Name == name).Where;

    /// <summary>Reads a name that has to be declared.</summary>
    /// <returns>The name, or null if it is not.</returns>
    internal string? Resolve(YamlValue? value, string key)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not YamlScalar { IsNull: false } scalar)
        {
            mistakes.Add(
                value.Position, $"'{key}': expected the name of a {kind}, found {value.Description}");
            return null;
        }

        if (Contains(scalar.Text))
        {
            return scalar.Text;
        }

        mistakes.Add(
            value.Position,
            $"'{key}': no {kind} '{scalar.Text}' is declared{Suggestion.For(scalar.Text, [.. Names])}");
        return null;
    }

    /// <summary>Reads a name that has to be there and to be declared.</summary>
    internal string? Require(MapReader map, string key) =>
        Resolve(map.Require(key, $"the name of a {kind}"), key);
}
