namespace Xia.Router.Language;

/// <summary>
/// Parses the language by recursive descent; goes on after an error, so that all are reported.
/// </summary>
internal sealed class Parser
{
    private const int MaximumDepth = 64;

    private readonly Tokenizer _tokens;
    private readonly List<ConfigurationMessage> _errors;
    private int _depth;

    private Parser(string text, string fileName, List<ConfigurationMessage> errors)
    {
        _errors = errors;
        _tokens = new Tokenizer(text, fileName, Error);
    }

    /// <summary>The statements of a text; errors are added to <paramref name="errors"/>.</summary>
    public static IReadOnlyList<SyntaxTree> Parse(
        string text, string fileName, List<ConfigurationMessage> errors)
    {
        var parser = new Parser(text, fileName, errors);
        var statements = new List<SyntaxTree>();
        while (true)
        {
            statements.AddRange(parser.Statements());
            Token token = parser._tokens.Take();
            if (token.Kind == TokenKind.End)
            {
                return statements;
            }

            parser.SyntaxError(token);
        }
    }

    private List<SyntaxTree> Statements()
    {
        var statements = new List<SyntaxTree>();
        while (true)
        {
            Token token = _tokens.Peek();
            if (token.Kind is TokenKind.End or TokenKind.DoubleBar || token.Is('}') || token.Is(')'))
            {
                return statements;
            }

            if (_tokens.TryTake(';'))
            {
                continue;
            }

            if (Statement(token) is { } statement)
            {
                statements.Add(statement);
            }
        }
    }

    private SyntaxTree? Statement(Token token)
    {
        if (token.IsKeyword("elementclass"))
        {
            return ClassDefinition();
        }

        if (token.IsKeyword("require") || token.IsKeyword("provide") || token.IsKeyword("define"))
        {
            return Directive();
        }

        if (token.Kind == TokenKind.Identifier || token.IsArrow
            || token.Is('[') || token.Is('{') || token.Is('('))
        {
            return Chain();
        }

        SyntaxError(_tokens.Take());
        return null;
    }

    private SyntaxTree.ClassDefinition? ClassDefinition()
    {
        Landmark landmark = _tokens.Take().Landmark;
        Token name = _tokens.Peek();
        if (name.Kind != TokenKind.Identifier)
        {
            Error(name.Landmark, "expected element type name");
            return null;
        }

        _tokens.Take();
        Token body = _tokens.Peek();
        if (body.Kind == TokenKind.Identifier)
        {
            _tokens.Take();
            return new SyntaxTree.ClassDefinition(
                landmark, name.Text, new ClassExpression(body.Landmark, body.Text, [], Extends: false));
        }

        if (body.Is('{'))
        {
            return Compound() is { } compound
                ? new SyntaxTree.ClassDefinition(landmark, name.Text, compound)
                : null;
        }

        SyntaxError(_tokens.Take());
        return null;
    }

    private SyntaxTree.Directive? Directive()
    {
        Token keyword = _tokens.Take();
        if (!_tokens.TryTake('('))
        {
            Error(_tokens.Peek().Landmark, "expected '('");
            return null;
        }

        return new SyntaxTree.Directive(keyword.Landmark, keyword.Text, Configuration());
    }

    // Follows the parenthesis just taken.
    private string Configuration()
    {
        string text = _tokens.TakeConfiguration();
        Expect(')');
        return text;
    }

    private SyntaxTree.Chain? Chain()
    {
        Landmark landmark = _tokens.Peek().Landmark;
        var stages = new List<Stage>();
        var arrows = new List<Token>();
        while (true)
        {
            if (Stage(isFirst: stages.Count == 0) is not { } stage)
            {
                return null;
            }

            stages.Add(stage);
            if (!_tokens.Peek().IsArrow)
            {
                break;
            }

            if (stages.Count > 1 && stage.Elements.Any(element => element.Implicit))
            {
                Error(_tokens.Peek().Landmark, "implicit ports used in the middle of a chain");
            }

            arrows.Add(_tokens.Take());
        }

        if (stages.Count == 1)
        {
            stages[0] = new Stage(SpreadDeclaration(stages[0].Elements));
        }

        return new SyntaxTree.Chain(landmark, stages, arrows);
    }

    // "a, b :: C(x)" without arrows declares both.
    private static List<ElementReference> SpreadDeclaration(IReadOnlyList<ElementReference> elements)
    {
        ElementReference last = elements[^1];
        return last.Class is null || last.Name is null
            ? [.. elements]
            :
            [
                .. elements.Select(element => element.Name is not null && element.Class is null
                    && element.Arguments is null
                        ? element with { Class = last.Class, Arguments = last.Arguments }
                        : element),
            ];
    }

    private Stage? Stage(bool isFirst)
    {
        var elements = new List<ElementReference>();
        do
        {
            if (Reference(isFirst, isLone: elements.Count == 0) is not { } element)
            {
                return elements.Count > 0 ? new Stage(elements) : null;
            }

            elements.Add(element);
        }
        while (_tokens.TryTake(','));
        return new Stage(elements);
    }

    private ElementReference? Reference(bool isFirst, bool isLone)
    {
        PortList? inputs = Ports();
        Token token = _tokens.Peek();
        bool nested = _depth > 0;
        if (token.Kind == TokenKind.Identifier)
        {
            return Named(inputs);
        }

        if (token.Is('{') || token.Is('('))
        {
            return Anonymous(token, inputs);
        }

        bool endsHere = token.Kind is TokenKind.End or TokenKind.DoubleBar
            || token.Is(';') || token.Is('}') || token.Is(')') || token.Is(',');
        if (nested && isFirst && token.IsArrow && isLone)
        {
            return new ElementReference(
                token.Landmark, "input", null, null, null, null, inputs, Implicit: true);
        }

        if (nested && !isFirst && endsHere && (inputs is not null || isLone))
        {
            return new ElementReference(
                token.Landmark, "output", null, null, null, inputs, null, Implicit: true);
        }

        if (inputs is not null)
        {
            Error(token.Landmark, "stranded port ignored");
        }

        if (token.Is(';') || token.Is('}') || token.Is(')'))
        {
            SyntaxErrorAt(token);
            return null;
        }

        SyntaxError(_tokens.Take());
        return null;
    }

    private ElementReference Named(PortList? inputs)
    {
        Token name = _tokens.Take();
        CheckName(name);
        ClassExpression? type = null;
        if (_tokens.Peek().Kind == TokenKind.DoubleColon)
        {
            _tokens.Take();
            type = DeclaredClass(name);
        }

        string? arguments = _tokens.TryTake('(') ? Configuration() : null;
        return new ElementReference(name.Landmark, name.Text, type, arguments, null, inputs, Ports());
    }

    private ClassExpression DeclaredClass(Token name)
    {
        Token token = _tokens.Peek();
        if (token.Kind == TokenKind.Identifier)
        {
            _tokens.Take();
            return new ClassExpression(token.Landmark, token.Text, [], Extends: false);
        }

        if (token.Is('{') && Compound() is { } compound)
        {
            return compound;
        }

        Error(token.Landmark, "missing element type in declaration");
        return new ClassExpression(name.Landmark, name.Text, [], Extends: false);
    }

    private ElementReference? Anonymous(Token token, PortList? inputs)
    {
        if (token.Is('{'))
        {
            if (Compound() is not { } compound)
            {
                return null;
            }

            string? arguments = _tokens.TryTake('(') ? Configuration() : null;
            return new ElementReference(token.Landmark, null, compound, arguments, null, inputs, Ports());
        }

        _tokens.Take();
        if (!TryDescend(token.Landmark, "maximum element group nesting depth exceeded"))
        {
            return null;
        }

        IReadOnlyList<SyntaxTree> group = Statements();
        _depth--;
        Expect(')');
        return new ElementReference(token.Landmark, null, null, null, group, inputs, Ports());
    }

    private ClassExpression? Compound()
    {
        Landmark landmark = _tokens.Take().Landmark;
        if (!TryDescend(landmark, "maximum compound element nesting depth exceeded"))
        {
            return null;
        }

        var bodies = new List<CompoundBody>();
        bool extends = false;
        do
        {
            Token token = _tokens.Peek();
            if (token.Kind == TokenKind.Ellipsis)
            {
                _tokens.Take();
                extends = true;
                if (bodies.Count == 0 || !_tokens.Peek().Is('}'))
                {
                    Error(token.Landmark, "'...' should occur last, after one or more compounds");
                }
            }
            else
            {
                Landmark start = bodies.Count == 0 ? landmark : token.Landmark;
                bodies.Add(new CompoundBody(start, FormalParser.Parse(_tokens, Error), Statements()));
            }
        }
        while (TakeBar());
        _depth--;
        Expect('}');
        return new ClassExpression(landmark, null, bodies, extends);
    }

    private bool TakeBar()
    {
        if (_tokens.Peek().Kind != TokenKind.DoubleBar)
        {
            return false;
        }

        _tokens.Take();
        return true;
    }

    private PortList? Ports() => PortParser.Parse(_tokens, Error);

    private void CheckName(Token name)
    {
        if (name.Text.Split('/').Any(part => part.All(char.IsAsciiDigit)))
        {
            Error(name.Landmark, $"element name '{name.Text}' has all-digit component");
        }
    }

    private bool TryDescend(Landmark landmark, string error)
    {
        if (_depth < MaximumDepth)
        {
            _depth++;
            return true;
        }

        Error(landmark, error);
        while (_tokens.Take().Kind != TokenKind.End)
        {
            // Nothing behind an absurd depth is worth reading.
        }

        return false;
    }

    private void Expect(char character)
    {
        if (!_tokens.TryTake(character))
        {
            Error(_tokens.Peek().Landmark, $"expected '{character}'");
        }
    }

    // The rest of the statement is skipped, so that one mistake gives one message.
    private void SyntaxError(Token token)
    {
        SyntaxErrorAt(token);
        while (true)
        {
            Token next = _tokens.Peek();
            if (next.Kind == TokenKind.End || next.Is(';') || next.Is('}') || next.Is(')'))
            {
                return;
            }

            _tokens.Take();
        }
    }

    private void SyntaxErrorAt(Token token) => Error(
        token.Landmark,
        token.Kind == TokenKind.End ? "syntax error near end of file" : $"syntax error near '{token.Text}'");

    private void Error(Landmark landmark, string text) =>
        _errors.Add(new ConfigurationMessage(landmark, text));
}
