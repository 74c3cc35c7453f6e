namespace Xia.Router.Language;

/// <summary>
/// What the parser makes of a text: statements, with names still unresolved and variables unreplaced.
/// </summary>
internal abstract record SyntaxTree(Landmark Landmark)
{
    /// <summary>Elements, or chains of elements joined by arrows.</summary>
    public sealed record Chain(Landmark Landmark, IReadOnlyList<Stage> Stages, IReadOnlyList<Token> Arrows)
        : SyntaxTree(Landmark);

    /// <summary><c>elementclass Name Class</c>.</summary>
    public sealed record ClassDefinition(Landmark Landmark, string Name, ClassExpression Class)
        : SyntaxTree(Landmark);

    /// <summary><c>require(…)</c>, <c>provide(…)</c> or <c>define(…)</c>.</summary>
    public sealed record Directive(Landmark Landmark, string Keyword, string Text)
        : SyntaxTree(Landmark);
}
