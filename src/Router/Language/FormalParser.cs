namespace Xia.Router.Language;

/// <summary>Parses the parameters of a compound: <c>$a, KEY $b, __REST__ $c |</c>.</summary>
internal static class FormalParser
{
    /// <summary>The parameters; none when the body starts with a statement.</summary>
    public static List<Formal> Parse(Tokenizer tokens, Action<Landmark, string> onError)
    {
        var formals = new List<Formal>();
        Token token = tokens.Peek();
        if (token.Is('|'))
        {
            tokens.Take();
            return formals;
        }

        // A body that starts with a statement has no formals; formals start with a variable or KEYWORD
        // $variable.
        if (token.Kind != TokenKind.Variable && !tokens.StartsFormal())
        {
            return formals;
        }

        do
        {
            string keyword = tokens.Peek().Kind == TokenKind.Identifier ? tokens.Take().Text : "";
            Token variable = tokens.Peek();
            if (variable.Kind != TokenKind.Variable)
            {
                onError(variable.Landmark, "expected variable");
                break;
            }

            tokens.Take();
            Add(formals, new Formal(keyword, variable.Text[1..]), variable.Landmark, onError);
        }
        while (tokens.TryTake(','));
        if (!tokens.TryTake('|'))
        {
            onError(tokens.Peek().Landmark, "expected ',' or '|'");
        }

        return formals;
    }

    private static void Add(
        List<Formal> formals, Formal formal, Landmark landmark, Action<Landmark, string> onError)
    {
        if (formals.Exists(other => other.Variable == formal.Variable))
        {
            onError(landmark, $"parameter '${formal.Variable}' multiply defined");
        }

        if (formal.Keyword.Length > 0 && formals.Exists(other => other.Keyword == formal.Keyword))
        {
            onError(landmark, $"repeated keyword parameter '{formal.Keyword}' in compound element");
        }

        if (formals.Count > 0 && Rank(formals[^1]) > Rank(formal))
        {
            onError(landmark, "compound element parameters out of order\n"
                + "(The correct order is '[positional], [keywords], [__REST__]'.)");
        }

        formals.Add(formal);
    }

    private static int Rank(Formal formal) => formal.Keyword switch { "" => 0, "__REST__" => 2, _ => 1 };
}
