using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language.Parsing;

/// <summary>Parses the parameters of a compound: <c>$a, KEY $b, __REST__ $c |</c>.</summary>
internal static class FormalParser
{
    /// <summary>Gives the body its parameters; none when it starts with a statement.</summary>
    public static void Parse(ParserState state)
    {
        CompoundBody body = state.Body;
        bool inOrder = true;
        while (true)
        {
            Token token = state.Tokens.Take();
            string keyword = "";
            if (token.Kind == TokenKind.Identifier)
            {
                keyword = token.Text;
                Token variable = state.Tokens.Take();
                if (variable.Kind != TokenKind.Variable)
                {
                    ComplainIf(body.Formals.Count > 0, state);
                    state.Tokens.Return(variable);
                    state.Tokens.Return(token);
                    return;
                }

                token = variable;
            }
            else if (token.Is('|'))
            {
                return;
            }
            else if (token.Kind != TokenKind.Variable)
            {
                ComplainIf(body.Formals.Count > 0, state);
                state.Tokens.Return(token);
                return;
            }

            Add(state, new Formal(keyword, token.Text), ref inOrder);
            Token separator = state.Tokens.Take();
            if (separator.Is('|'))
            {
                return;
            }

            if (!separator.Is(','))
            {
                state.Error("expected ',' or '|'");
                state.Tokens.Return(separator);
                return;
            }
        }
    }

    private static void ComplainIf(bool begun, ParserState state)
    {
        if (begun)
        {
            state.Error("expected variable");
        }
    }

    private static void Add(ParserState state, Formal formal, ref bool inOrder)
    {
        List<Formal> formals = state.Body.Formals;
        if (!state.Body.TryDefine(formal.Variable, ""))
        {
            state.Error($"parameter '${formal.Variable}' multiply defined");
            return;
        }

        if (formal.Keyword.Length > 0 && formals.Exists(other => other.Keyword == formal.Keyword))
        {
            state.Error($"repeated keyword parameter '{formal.Keyword}' in compound element");
        }

        string before = formals.Count == 0 ? "" : formals[^1].Keyword;
        bool fits = before != Formal.Rest && (formal.Keyword.Length > 0 || before.Length == 0);
        if (inOrder && !fits)
        {
            state.Error("compound element parameters out of order\n"
                + "(The correct order is '[positional], [keywords], [__REST__]'.)");
            inOrder = false;
        }

        formals.Add(formal);
    }
}
