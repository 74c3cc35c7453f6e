namespace Xia.Router.Graph;

/// <summary>The handlers of one element: named texts to read and to write.</summary>
public sealed class HandlerTable
{
    private readonly SortedDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Handler> All => _handlers.Values;

    /// <summary>Adds a read handler; replaces one of that name.</summary>
    public void Read(string name, Func<string> read, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Read = _ => read(), TakesParameter = false };

    /// <summary>Adds a read handler that takes a parameter; replaces one of that name.</summary>
    public void ReadWith(string name, Func<string, string> read, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Read = read, TakesParameter = true };

    /// <summary>
    /// Adds a write handler, which returns an error text or null; replaces one of that name.
    /// </summary>
    public void Write(string name, Func<string, string?> write, HandlerFlags flags = HandlerFlags.None) =>
        _handlers[name] = Take(name, flags) with { Write = write };

    /// <summary>The handler of that name, or null.</summary>
    public Handler? Find(string name) => _handlers.GetValueOrDefault(name);

    /// <summary>Lines of name, tab and <see cref="Handler.Access"/>, by name.</summary>
    internal string List() =>
        string.Concat(_handlers.Values.Where(handler => !handler.Flags.HasFlag(HandlerFlags.Private))
            .Select(handler => $"{handler.Name}\t{handler.Access}\n"));

    private Handler Take(string name, HandlerFlags flags)
    {
        Handler handler = _handlers.GetValueOrDefault(name) ?? new Handler(name);
        return handler with { Flags = handler.Flags | flags };
    }
}
