using Xia.Router.Graph;
using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language.Parsing;

/// <summary>
/// What all parts of the parser share: where they read, what they fill, which classes are known.
/// </summary>
internal sealed class ParserState(Tokenizer tokens, ElementRegistry registry, MessageList messages)
{
    private readonly HashSet<string> _assumed = new(StringComparer.Ordinal);

    /// <summary>The text at hand; a library's while it is being read.</summary>
    public Tokenizer Tokens { get; set; } = tokens;

    /// <summary>Where errors go.</summary>
    public MessageList Messages { get; } = messages;

    /// <summary>The element classes; packages add to them.</summary>
    public ElementRegistry Registry { get; } = registry;

    /// <summary>The body to which elements and connections are added.</summary>
    public CompoundBody Body { get; set; } = new();

    /// <summary>The classes that the text defined, as far as they are visible here.</summary>
    public ClassBinding? Classes { get; set; }

    /// <summary>What was required.</summary>
    public List<Requirement> Requirements { get; } = [];

    /// <summary>How many compounds and groups are open.</summary>
    public int Depth { get; set; }

    /// <summary>
    /// Whether a name that nobody defined is taken for an element class, as a tool does that knows no
    /// elements.
    /// </summary>
    public bool AcceptsUnknownClasses { get; init; }

    /// <summary>What a class name means here; null for nothing.</summary>
    public ElementClass? FindClass(string name) => name.Length == 0
        ? null
        : ClassBinding.Find(Classes, name)
            ?? (Registry.Contains(name) || _assumed.Contains(name) ? new ElementClass.Primitive(name) : null);

    /// <summary>What a class name means here; an unknown one is complained of once, if at all.</summary>
    public ElementClass ForceClass(string name, bool complain = true)
    {
        if (FindClass(name) is { } known)
        {
            return known;
        }

        if (AcceptsUnknownClasses)
        {
            _assumed.Add(name);
            return new ElementClass.Primitive(name);
        }

        if (complain)
        {
            Error($"unknown element class '{name}'");
        }

        var unknown = new ElementClass.Unknown(name);
        Classes = new ClassBinding(name, unknown, Classes);
        return unknown;
    }

    /// <summary>Reports an error at the place that was read last.</summary>
    public void Error(string text) => Messages.Error(Tokens.Here, text);

    /// <summary>Reports a token that cannot stand where it does.</summary>
    public void SyntaxError(Token token) => Error($"syntax error near '{MessageList.Printable(token.Text)}'");

    /// <summary>Adds an element to the body; complains of a name that looks like a number.</summary>
    public int AddElement(BodyElement element)
    {
        Messages.CheckName(element.Name, Tokens.Here);
        return Body.Add(element);
    }
}
