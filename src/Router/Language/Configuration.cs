namespace Xia.Router.Language;

/// <summary>A flattened configuration: no compound elements, groups or variables are left.</summary>
/// <param name="Elements">In the order of creation.</param>
/// <param name="Connections">In the order of the text, each once.</param>
/// <param name="Requirements">What <c>require</c> named.</param>
internal sealed record Configuration(
    IReadOnlyList<ElementDeclaration> Elements,
    IReadOnlyList<ConnectionDeclaration> Connections,
    IReadOnlyList<string> Requirements);
