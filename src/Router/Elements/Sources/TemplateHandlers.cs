using Xia.Router.Elements.Standard;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Sources;

/// <summary>The handlers of a source's packet.</summary>
internal static class TemplateHandlers
{
    /// <summary>Adds <c>data</c>.</summary>
    public static void Data(this HandlerTable handlers, PacketTemplate template)
    {
        handlers.Read("data", () => template.Text, HandlerFlags.Raw | HandlerFlags.Calm);
        handlers.Write("data", text => template.Change(text, template.LengthBytes), HandlerFlags.Raw);
    }

    /// <summary>Adds <c>length</c>.</summary>
    public static void Length(this HandlerTable handlers, PacketTemplate template)
    {
        handlers.Read("length", () => $"{template.LengthBytes}", HandlerFlags.Calm);
        handlers.Write("length", text => ArgumentTypes.Int32(-1)(text.Trim(), out int length, out _)
            ? template.Change(template.Text, length)
            : "length must be integer");
    }

    /// <summary>Adds <c>limit</c>, and calls something after it changed.</summary>
    public static void Limit(this HandlerTable handlers, Func<long> read, Action<long> write)
    {
        handlers.Read("limit", () => $"{read()}", HandlerFlags.Calm);
        handlers.Write("limit", text =>
        {
            if (!ArgumentTypes.Int64()(text.Trim(), out long limit, out _))
            {
                return "limit parameter must be integer";
            }

            write(limit);
            return null;
        });
    }

    /// <summary>Adds <c>active</c>, and calls something after it changed.</summary>
    public static void Active(this HandlerTable handlers, Func<bool> read, Action<bool> write)
    {
        handlers.Switch("active", read, write);
        handlers.Write("active", text =>
        {
            if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
            {
                return "active parameter must be boolean";
            }

            write(active);
            return null;
        });
    }
}
