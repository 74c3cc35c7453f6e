using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>
/// Calls handlers for a script: <c>element.handler</c> in its scope, else its own, else the router's.
/// </summary>
internal sealed class ScriptHandlers(Element owner, ScriptErrors errors)
{
    /// <summary>Whether there is such a handler.</summary>
    public bool Exists(string name, bool isWrite)
    {
        Handler? handler = Find(name, isWrite, out _, out _);
        return isWrite ? handler?.Write is not null : handler?.Read is not null;
    }

    /// <summary>Reads; null when that failed, which is then said.</summary>
    /// <param name="name">The handler's name.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="path">Whose handler it was, with the element's name.</param>
    /// <param name="isKnown">Whether there is such a handler.</param>
    public string? Read(string name, string arguments, out string path, out bool isKnown)
    {
        isKnown = false;
        if (Find(name, isWrite: false, out path, out string? error) is not { Read: { } read } handler)
        {
            errors.Add(error ?? $"no '{path}' read handler");
            return null;
        }

        isKnown = true;
        if (arguments.Length > 0 && !handler.TakesParameter)
        {
            errors.Add($"read handler '{path}' does not take parameters");
            return null;
        }

        try
        {
            string value = read(arguments);
            return handler.Flags.HasFlag(HandlerFlags.Raw) || !value.EndsWith('\n') ? value : value[..^1];
        }
        catch (HandlerException refused)
        {
            errors.Add(refused.Message);
            return null;
        }
    }

    /// <summary>Writes; false when that failed, which is then said.</summary>
    /// <returns>Whether it was written; null when there is no such handler.</returns>
    public bool? Write(string name, string value)
    {
        if (Find(name, isWrite: true, out string path, out string? error) is not { Write: { } write })
        {
            errors.Add(error ?? $"no '{path}' write handler");
            return null;
        }

        if (write(value) is not { } refusal)
        {
            return true;
        }

        errors.Add($"While calling '{path}{(value.Length > 0 ? " " : "")}{value}':\n  "
            + refusal.Replace("\n", "\n  ", StringComparison.Ordinal));
        return false;
    }

    private Handler? Find(string name, bool isWrite, out string path, out string? error)
    {
        name = ArgumentText.Unquote(name);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        error = null;
        path = name;
        if (dot > 0)
        {
            Element? element = owner.Router.FindInScope(name[..dot], owner);
            if (element is null)
            {
                error = $"no element named '{name[..dot]}'";
                return null;
            }

            path = $"{element.Name}{name[dot..]}";
            return owner.Router.FindHandler(path);
        }

        Handler? own = owner.Router.FindHandler($"{owner.Name}.{name}");
        if (isWrite ? own?.Write is not null : own?.Read is not null)
        {
            path = $"{owner.Name}.{name}";
            return own;
        }

        return name.Length == 0 ? null : owner.Router.FindHandler(name);
    }
}
