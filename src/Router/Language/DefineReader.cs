namespace Xia.Router.Language;

/// <summary>Finds and applies <c>define(…)</c>.</summary>
internal static class DefineReader
{
    /// <summary>The directives of a scope, those in its groups included.</summary>
    public static IEnumerable<SyntaxTree.Directive> Find(IReadOnlyList<SyntaxTree> statements)
    {
        foreach (SyntaxTree statement in statements)
        {
            if (statement is SyntaxTree.Directive { Keyword: "define" } define)
            {
                yield return define;
            }
            else if (statement is SyntaxTree.Chain chain)
            {
                foreach (SyntaxTree.Directive inner in chain.Stages.SelectMany(stage => stage.Elements)
                    .Where(element => element.Group is not null)
                    .SelectMany(element => Find(element.Group!)))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>Gives the scope the values of a directive.</summary>
    public static void Apply(SyntaxTree.Directive define, Scope scope, Action<Landmark, string> onError)
    {
        foreach (string argument in ArgumentText.Split(define.Text))
        {
            int end = 1;
            while (end < argument.Length
                && (char.IsAsciiLetterOrDigit(argument[end]) || argument[end] == '_'))
            {
                end++;
            }

            if (argument[..Math.Min(1, argument.Length)] != "$" || end == 1
                || (end < argument.Length && !char.IsWhiteSpace(argument[end])))
            {
                onError(define.Landmark, "bad 'define' declaration: not a variable");
                continue;
            }

            scope.Define(argument[1..end], scope.Substitute(argument[end..].Trim()));
        }
    }
}
