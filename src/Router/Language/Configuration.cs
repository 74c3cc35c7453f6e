using Xia.Router.Graph;
using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language;

/// <summary>A flattened configuration: no compound elements, groups or variables are left.</summary>
/// <param name="Elements">In the order of creation.</param>
/// <param name="Connections">Each once, by input, then by output.</param>
/// <param name="Requirements">What <c>require</c> named.</param>
internal sealed record Configuration(
    IReadOnlyList<ElementDeclaration> Elements,
    IReadOnlyList<ConnectionDeclaration> Connections,
    IReadOnlyList<Requirement> Requirements)
{
    /// <summary>Whether the text asks not to be kept: it is told flattened, then.</summary>
    public bool IsCompact =>
        Requirements.Any(requirement => requirement.Kind == Requirement.CompactConfiguration);

    /// <summary>The text as it was given.</summary>
    public string Text { get; init; } = "";

    /// <summary>The element classes, those of packages included.</summary>
    public ElementRegistry Registry { get; init; } = ElementRegistry.BuiltIn;

    /// <summary>What is doubtful about it.</summary>
    public IReadOnlyList<ConfigurationMessage> Warnings { get; init; } = [];
}
