using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Standard;

/// <summary>Handlers that read and write one value of an element.</summary>
internal static class ValueHandlers
{
    /// <summary>Adds a handler that reads a value, and writes one that its parser accepts.</summary>
    public static void Value<T>(
        this HandlerTable handlers, string name, Func<object> read, ArgumentParser<T> parser, Action<T> write)
    {
        handlers.Read(name, () => $"{read()}");
        handlers.Write(name, text =>
        {
            if (!parser(text.Trim(), out T value, out string? error))
            {
                return error ?? "syntax error";
            }

            write(value);
            return null;
        });
    }

    /// <summary>Adds a handler for a yes or no.</summary>
    public static void Switch(
        this HandlerTable handlers, string name, Func<bool> read, Action<bool> write)
    {
        handlers.Read(name, () => read() ? "true" : "false", HandlerFlags.Checkbox);
        handlers.Write(name, text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool value, out _))
            {
                return "syntax error";
            }

            write(value);
            return null;
        });
    }

    /// <summary>Adds a handler that does something whatever is written.</summary>
    public static void Button(this HandlerTable handlers, string name, Action press) =>
        handlers.Write(
            name,
            _ =>
            {
                press();
                return null;
            },
            HandlerFlags.Button);
}
