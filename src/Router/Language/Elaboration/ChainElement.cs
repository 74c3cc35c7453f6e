namespace Xia.Router.Language.Elaboration;

/// <summary>An element as a connection names it, before it is known which element that is.</summary>
internal sealed class ChainElement(string name, ElementClass? type, Landmark landmark)
{
    /// <summary>The name, perhaps a class's; empty for an anonymous compound.</summary>
    public string Name { get; } = name;

    /// <summary>The class that the name means; null when it means none.</summary>
    public ElementClass? NamedClass { get; } = type;

    /// <summary>Where.</summary>
    public Landmark Landmark { get; } = landmark;

    /// <summary>The class behind <c>::</c>; null without.</summary>
    public ElementClass? DeclaredClass { get; set; }

    /// <summary>Whether it is only a name.</summary>
    public bool IsBare { get; set; }

    /// <summary>Whether it is <c>input</c> or <c>output</c> without being written.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>The configuration string.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Ports before it; null when none are written or implied.</summary>
    public PortList? Inputs { get; set; }

    /// <summary>Ports behind it; null when none are written or implied.</summary>
    public PortList? Outputs { get; set; }

    /// <summary>The element of the body that it turned out to be.</summary>
    public int Node { get; set; } = -1;
}
