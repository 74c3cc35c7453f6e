namespace Xia.Router.Language.Elaboration;

/// <summary>What a class name means where it is used.</summary>
/// <param name="Name">How messages call it; empty for an anonymous compound.</param>
internal abstract record ElementClass(string Name)
{
    /// <summary>An element class of the registry.</summary>
    public sealed record Primitive(string Name) : ElementClass(Name);

    /// <summary>A compound, and what its name meant before if it extends that.</summary>
    public sealed record Compound(string Name, CompoundBody Body, ElementClass? Next) : ElementClass(Name);

    /// <summary>A name that means nothing; it was complained of.</summary>
    public sealed record Unknown(string Name) : ElementClass(Name);
}
