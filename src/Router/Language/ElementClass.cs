namespace Xia.Router.Language;

/// <summary>What a class name means where it is used.</summary>
/// <param name="Name">How messages call it; empty for an anonymous compound.</param>
/// <param name="Landmark">Where it was defined.</param>
/// <param name="Primitive">The element class; null for a compound.</param>
/// <param name="Bodies">The overloads of a compound.</param>
/// <param name="Home">The scope in which a compound was written; null for an element class.</param>
/// <param name="Extended">The class that <c>...</c> adds.</param>
internal sealed record ElementClass(
    string Name,
    Landmark Landmark,
    string? Primitive,
    IReadOnlyList<CompoundBody> Bodies,
    Scope? Home,
    ElementClass? Extended)
{
    /// <summary>The classes that were known where a compound was written.</summary>
    public ClassBinding? Known { get; init; }
}
