using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard;

/// <summary>A write handler that a <see cref="Counter"/> calls when a count comes to a number.</summary>
internal sealed class CountCall(string keyword, string handlerName)
{
    private string? _text;
    private HandlerCall? _call;
    private long _number;
    private long _threshold = long.MaxValue;

    /// <summary>Whether the configuration names a call.</summary>
    public bool IsConfigured => _text is not null;

    /// <summary>Whether it will call.</summary>
    public bool IsArmed => _threshold != long.MaxValue;

    /// <summary>Whether a count has come to the number, and it has not been called for it.</summary>
    public bool IsDue(long count) => count >= _threshold;

    public void Configure(ArgumentReader arguments)
    {
        string text = arguments.Keyword(keyword, ArgumentTypes.Raw, "");
        if (text.Length == 0)
        {
            return;
        }

        if (TrySplit(text, out _number, out string call))
        {
            _text = call;
        }
        else
        {
            arguments.Error($"{keyword} type mismatch");
        }
    }

    public string? Initialize(Element owner)
    {
        if (_text is null)
        {
            return null;
        }

        string? error = TryMake(owner, _text);
        Rearm();
        return error;
    }

    public void AddHandlers(HandlerTable handlers, Element owner)
    {
        handlers.Read(handlerName, () => _call is null ? "" : $"{_number}");
        handlers.Write(handlerName, text =>
        {
            if (!TrySplit(text.Trim(), out long number, out string call))
            {
                return $"'{handlerName}' first word should be unsigned (count)";
            }

            if (call.Length > 0 || _call is null)
            {
                if (TryMake(owner, call) is { } error)
                {
                    return error;
                }
            }

            _number = number;
            Rearm();
            return null;
        });
    }

    public void Rearm() => _threshold = _call is null ? long.MaxValue : _number;

    public void Call(Element owner)
    {
        _threshold = long.MaxValue;
        if (_call!.Write() is { } error)
        {
            owner.Router.Environment.Console?.WriteMessage($"{owner}: {error}");
        }
    }

    private string? TryMake(Element owner, string text)
    {
        HandlerCall? call = HandlerCall.Parse(text, owner, isWrite: true, out string? error);
        error ??= call!.Resolve();
        _call = error is null ? call : _call;
        return error;
    }

    private static bool TrySplit(string text, out long number, out string call)
    {
        int end = text.AsSpan().IndexOfAny(" \t\r\n");
        string word = end < 0 ? text : text[..end];
        call = end < 0 ? "" : text[end..].Trim();
        return ArgumentTypes.Int64(0)(word, out number, out _);
    }
}
