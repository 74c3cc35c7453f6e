namespace Xia.Router.Language;

/// <summary>A class by name, or a compound written out.</summary>
/// <param name="Landmark">Where.</param>
/// <param name="Name">The name; null for a compound.</param>
/// <param name="Bodies">The overloads of a compound; empty for a name.</param>
/// <param name="Extends">Whether <c>...</c> adds the earlier class of that name.</param>
internal sealed record ClassExpression(
    Landmark Landmark, string? Name, IReadOnlyList<CompoundBody> Bodies, bool Extends);
