using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Something that is done once when a number is reached.</summary>
/// <param name="prefix">What its keywords begin with.</param>
/// <param name="counted">What the number is, for messages.</param>
internal sealed class AggregateLimit(string prefix, string counted)
{
    private Action? _action;
    private HandlerCall? _call;
    private ulong? _number;
    private string _text = "";

    /// <summary>What is still to be done, as it can be set; empty when nothing is.</summary>
    public string Text => _number is null ? "" : $"{_number} {_text}";

    /// <summary>Reads the keywords that set it.</summary>
    public void Configure(Element element, ArgumentReader arguments, Action freeze, Action stop)
    {
        ArgumentParser<ulong?> number = (string text, out ulong? value, out string? error) =>
        {
            bool read = ArgumentTypes.UInt64()(text, out ulong found, out error);
            value = found;
            return read;
        };
        ulong? freezeAt = arguments.Keyword($"{prefix}_FREEZE", number);
        ulong? stopAt = arguments.Keyword($"{prefix}_STOP", number);
        string? call = arguments.Keyword<string?>($"{prefix}_CALL", ArgumentTypes.Raw!);
        if ((freezeAt is null ? 0 : 1) + (stopAt is null ? 0 : 1) + (call is null ? 0 : 1) > 1)
        {
            arguments.Error(
                $"'{prefix}_FREEZE', '{prefix}_STOP', and '{prefix}_CALL' are mutually exclusive");
        }
        else if (call is not null && SetCall(element, call) is { } error)
        {
            arguments.Error(error);
        }
        else if (call is null)
        {
            _number = freezeAt ?? stopAt;
            _action = freezeAt is null ? stop : freeze;
            _text = $"{element.Name}.{(freezeAt is null ? "stop" : "freeze true")}";
        }
    }

    /// <summary>Whether a handler is called at the number.</summary>
    public bool HasCall => _call is not null;

    /// <summary>Finds the handler; an error text or null.</summary>
    public string? Resolve() => _call?.Resolve();

    /// <summary>Sets a call while the graph runs; nothing for none.</summary>
    /// <returns>An error text, or null.</returns>
    public string? Set(Element element, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            _number = null;
            return null;
        }

        return SetCall(element, text) is not null
            ? $"argument to '{prefix.ToLowerInvariant()}_call' should be 'N HANDLER [VALUE]'"
            : _call!.Resolve();
    }

    /// <summary>Whether the number is reached and nothing was done yet.</summary>
    public bool TryTake(ulong number)
    {
        bool reached = _number is { } limit && number >= limit;
        _number = reached ? null : _number;
        return reached;
    }

    /// <summary>Does it.</summary>
    public void Act(IRouterConsole? console)
    {
        if (_call is null)
        {
            _action?.Invoke();
        }
        else if (_call.Write() is { } error)
        {
            console?.WriteMessage(error);
        }
    }

    private string? SetCall(Element element, string text)
    {
        string[] parts = text.Trim().Split(
            (char[])[' ', '\t', '\n'], 2, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !ArgumentTypes.UInt64()(parts[0], out ulong number, out _))
        {
            return $"{prefix}_CALL first word should be unsigned ({counted})";
        }

        HandlerCall? call = HandlerCall.Parse(parts[1], element, isWrite: true, out string? error);
        if (call is not null)
        {
            (_number, _call, _text) = (number, call, parts[1].Trim());
        }

        return error;
    }
}
