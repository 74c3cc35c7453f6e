namespace Xia.Router.Graph;

/// <summary>The handlers of one element: named texts to read and to write.</summary>
public sealed class HandlerTable
{
    private readonly SortedDictionary<string, Func<string>> _readers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Func<string, string?>> _writers = new(StringComparer.Ordinal);

    /// <summary>Adds a read handler; replaces one of that name.</summary>
    public void Read(string name, Func<string> read) => _readers[name] = read;

    /// <summary>
    /// Adds a write handler, which returns an error text or null; replaces one of that name.
    /// </summary>
    public void Write(string name, Func<string, string?> write) => _writers[name] = write;

    internal Func<string>? Reader(string name) => _readers.GetValueOrDefault(name);

    internal Func<string, string?>? Writer(string name) => _writers.GetValueOrDefault(name);

    /// <summary>Lines of name, tab and <c>r</c>, <c>w</c> or <c>rw</c>, by name.</summary>
    internal string List()
    {
        var names = new SortedSet<string>(_readers.Keys, StringComparer.Ordinal);
        names.UnionWith(_writers.Keys);
        return string.Concat(names.Select(name =>
            $"{name}\t{(_readers.ContainsKey(name) ? "r" : "")}{(_writers.ContainsKey(name) ? "w" : "")}\n"));
    }
}
