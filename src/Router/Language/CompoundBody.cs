namespace Xia.Router.Language;

/// <summary>One overload of a compound element.</summary>
internal sealed record CompoundBody(
    Landmark Landmark, IReadOnlyList<Formal> Formals, IReadOnlyList<SyntaxTree> Statements);
