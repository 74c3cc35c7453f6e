namespace Xia.Router.Graph.Handlers;

/// <summary>A handler that an argument names: <c>[ELEMENT.]HANDLER [VALUE]</c>.</summary>
/// <remarks>
/// Made while elements are configured, when the handlers are not there yet; <see cref="Resolve"/> belongs
/// into the element's <see cref="Element.Initialize"/>. An element is sought in the asker's scope and
/// outward; without one the handler is the router's. Errors are in Click's words.
/// </remarks>
public sealed class HandlerCall
{
    private readonly RouterGraph _router;
    private readonly bool _isWrite;
    private Handler? _handler;

    private HandlerCall(RouterGraph router, Element? element, string name, string value, bool isWrite)
    {
        _router = router;
        Element = element;
        HandlerName = name;
        Value = value;
        _isWrite = isWrite;
    }

    /// <summary>Whose handler it is; null for the router's own.</summary>
    public Element? Element { get; }

    /// <summary>The handler's name without the element's.</summary>
    public string HandlerName { get; }

    /// <summary>
    /// What is written, or the parameter with which is read; as in the text, quotes still on.
    /// </summary>
    public string Value { get; set; }

    /// <summary>The element's and the handler's names.</summary>
    public string Path => Element is null ? HandlerName : $"{Element.Name}.{HandlerName}";

    private Handler Resolved => _handler
        ?? throw new InvalidOperationException($"Handler call '{Path}' is used before it is resolved.");

    /// <summary>
    /// Reads the text of a call; null and an error when it names no handler of an element here.
    /// </summary>
    public static HandlerCall? Parse(string text, Element asker, bool isWrite, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(asker);
        text = text.Trim();
        int end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        string path = text[..end];
        string value = text[end..].TrimStart();
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        string name = path[(dot + 1)..];
        error = null;
        if (name.Length == 0 || !name.All(IsHandlerCharacter))
        {
            error = "syntax error";
            return null;
        }

        Element? element = null;
        if (dot > 0)
        {
            element = asker.Router.FindInScope(path[..dot], asker);
            if (element is null)
            {
                error = $"no element named '{path[..dot]}'";
                return null;
            }
        }

        return new HandlerCall(asker.Router, element, name, value, isWrite);
    }

    /// <summary>Finds the handler once the elements are configured.</summary>
    /// <returns>An error text, or null.</returns>
    public string? Resolve()
    {
        Handler? handler = _router.FindHandler(Path);
        if (_isWrite ? handler?.Write is null : handler?.Read is null)
        {
            return $"no '{Path}' {(_isWrite ? "write" : "read")} handler";
        }

        if (!_isWrite && Value.Length > 0 && !handler!.TakesParameter)
        {
            return $"read handler '{Path}' does not take parameters";
        }

        _handler = handler;
        return null;
    }

    /// <summary>Reads; the call is resolved.</summary>
    /// <exception cref="HandlerException">The handler refuses.</exception>
    public string Read() => Resolved.Read!(Value);

    /// <summary>Writes the value of the text; the call is resolved.</summary>
    /// <returns>An error text, or null.</returns>
    public string? Write() => Write(Value);

    /// <summary>Writes another value; the call is resolved.</summary>
    /// <returns>An error text, or null.</returns>
    public string? Write(string value) => Resolved.Write!(value);

    private static bool IsHandlerCharacter(char at) =>
        char.IsAsciiLetterOrDigit(at) || at is '_' or '.' or ':' or '-' or '?' or '!' or '/' or '+' or '@';
}
