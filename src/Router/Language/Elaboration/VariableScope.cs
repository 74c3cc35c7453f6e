namespace Xia.Router.Language.Elaboration;

/// <summary>The variables of the file or of one use of a compound.</summary>
/// <param name="outer">The scope in which the compound was written; null for the file.</param>
internal sealed class VariableScope(VariableScope? outer)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>How many scopes are around it.</summary>
    public int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    public void Define(string name, string value) => _values[name] = value;

    /// <summary>The value here or in a scope around; null for an unknown name.</summary>
    public string? Lookup(string name)
    {
        for (VariableScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out string? value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The scope around this one in which bodies of a depth are written.</summary>
    public VariableScope Around(int depth)
    {
        VariableScope scope = this;
        while (scope.Depth >= depth && scope.Outer is { } wider)
        {
            scope = wider;
        }

        return scope;
    }

    private VariableScope? Outer { get; } = outer;
}
