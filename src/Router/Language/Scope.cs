namespace Xia.Router.Language;

/// <summary>The names of one file or one compound instance.</summary>
internal sealed class Scope(Scope? outer, string prefix, ClassBinding? classes)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>What its elements' names start with, such as <c>outer/</c>.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Classes known at this point of the text.</summary>
    public ClassBinding? Classes { get; set; } = classes;

    /// <summary>Elements by their names inside the scope; values are nodes.</summary>
    public Dictionary<string, int> Elements { get; } = new(StringComparer.Ordinal);

    /// <summary>How many elements there are, <c>input</c> and <c>output</c> not counted.</summary>
    public int Count { get; set; }

    public void Define(string name, string value) => _variables[name] = value;

    public string? Lookup(string name) =>
        _variables.TryGetValue(name, out string? value) ? value : outer?.Lookup(name);

    public string Substitute(string text) => VariableText.Substitute(text, Lookup);
}
