namespace Xia.Router.Language;

/// <summary>The elements between two arrows.</summary>
internal sealed record Stage(IReadOnlyList<ElementReference> Elements);
