using Xia.Router.Graph;
using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language.Parsing;

/// <summary>
/// Parses statements, compounds and groups by recursive descent; goes on after an error, so that all are
/// reported.
/// </summary>
internal sealed class StatementParser
{
    private const int MaximumDepth = 50;

    private readonly ParserState _state;
    private readonly ChainParser _chains;
    private readonly RequirementReader _requirements;

    private StatementParser(ParserState state, RouterEnvironment environment)
    {
        _state = state;
        _chains = new ChainParser(state, this);
        _requirements = new RequirementReader(state, environment, Library);
    }

    private Tokenizer Tokens => _state.Tokens;

    /// <summary>Parses a file; all that it makes is in the state.</summary>
    public static void ParseFile(ParserState state, string fileName, RouterEnvironment environment)
    {
        var parser = new StatementParser(state, environment);
        parser._requirements.Folder = FolderOf(fileName);
        parser.Statements(new StatementBlock(BlockKind.File, isNested: false));
        state.Body.NameAnonymous();
    }

    /// <summary>Parses the overloads of a compound; its opening brace was taken.</summary>
    /// <param name="name">The class that is being defined; empty for none.</param>
    public ElementClass Compound(string name)
    {
        ClassBinding? classes = _state.Classes;
        CompoundBody outer = _state.Body;
        var bodies = new List<CompoundBody>();
        ElementClass? extended = null;
        Token end;
        do
        {
            Token token = Tokens.Take();
            if (token.Kind == TokenKind.Ellipsis)
            {
                extended = Extension(name, bodies.Count > 0);
                token = Tokens.Take();
                if (token.Is('}'))
                {
                    break;
                }
            }

            _state.Body = new CompoundBody(name, Tokens.Here, outer);
            Tokens.Return(token);
            end = Body();
            bodies.Add(_state.Body);
            _state.Body.Close(_state.Messages);
            _state.Body = outer;
            _state.Classes = classes;
        }
        while (end.Kind == TokenKind.DoubleBar);
        for (int index = bodies.Count - 1; index >= 0; index--)
        {
            extended = new ElementClass.Compound(name, bodies[index], extended);
        }

        return extended ?? new ElementClass.Unknown(name);
    }

    /// <summary>Parses a group up to its closing parenthesis; the opening one was taken.</summary>
    public void Group()
    {
        if (TryDescend("maximum element group nesting depth exceeded"))
        {
            Statements(new StatementBlock(BlockKind.Group, isNested: true));
            _state.Depth--;
        }
    }

    /// <summary>Takes a character, or reports that it is missing.</summary>
    public bool Expect(char character)
    {
        if (Tokens.TryTake(character))
        {
            return true;
        }

        _state.Error($"expected '{character}'");
        return false;
    }

    private static string FolderOf(string fileName)
    {
        int slash = fileName.LastIndexOf('/');
        return slash > 0 ? fileName[..slash] : ".";
    }

    // Returns the token that ended the block.
    private Token Statements(StatementBlock block)
    {
        while (true)
        {
            Token token = Tokens.Take();
            if (Ends(block, token))
            {
                return token;
            }
        }
    }

    private bool Ends(StatementBlock block, Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.ElementClass:
                ClassDefinition();
                return false;
            case TokenKind.Require:
                _requirements.Read(this);
                return false;
            case TokenKind.Define:
                Definition();
                return false;
            case TokenKind.End:
                ReportEnd(block);
                return true;
            case TokenKind.DoubleBar:
                return EndsAtBar(block, token);
            case TokenKind.Identifier or TokenKind.Arrow or TokenKind.DoubleArrow:
                return Chain(block, token);
            case TokenKind.Character:
                return EndsAt(block, token);
            default:
                _state.SyntaxError(token);
                return false;
        }
    }

    private bool EndsAt(StatementBlock block, Token token)
    {
        switch (token.Text[0])
        {
            case '[' or '{' or '(':
                return Chain(block, token);
            case '}':
                return EndsAtBar(block, token);
            case ')' when block.Kind == BlockKind.Group:
                return true;
            case ';':
                return false;
            default:
                _state.SyntaxError(token);
                return false;
        }
    }

    private bool Chain(StatementBlock block, Token token)
    {
        Tokens.Return(token);
        _chains.Parse(block);
        return false;
    }

    // A brace or bar ends a compound; in a group it is wrong, and ends it too, for what is around.
    private bool EndsAtBar(StatementBlock block, Token token)
    {
        if (block.Kind == BlockKind.Compound)
        {
            return true;
        }

        _state.SyntaxError(token);
        if (block.Kind == BlockKind.Group)
        {
            Tokens.Return(token);
        }

        return block.Kind == BlockKind.Group;
    }

    private void ReportEnd(StatementBlock block)
    {
        if (block.Kind != BlockKind.File)
        {
            _state.Error(block.Kind == BlockKind.Group ? "expected ')'" : "expected '}'");
        }
    }

    private Token Body()
    {
        FormalParser.Parse(_state);
        if (!TryDescend("maximum compound element nesting depth exceeded"))
        {
            return default;
        }

        Token end = Statements(new StatementBlock(BlockKind.Compound, isNested: true));
        _state.Depth--;
        return end;
    }

    // What "..." stands for; leaves the token behind it.
    private ElementClass Extension(string name, bool isLast)
    {
        ElementClass? extended = _state.FindClass(name);
        if (extended is null)
        {
            _state.Error($"cannot extend unknown element class '{name}'");
            extended = new ElementClass.Unknown(name);
        }

        Token token = Tokens.Take();
        if (!isLast || !token.Is('}'))
        {
            _state.Error("'...' should occur last, after one or more compounds");
        }

        Tokens.Return(token);
        return extended;
    }

    private void ClassDefinition()
    {
        Token token = Tokens.Take();
        string name = token.Kind == TokenKind.Identifier ? token.Text : "";
        if (name.Length == 0)
        {
            Tokens.Return(token);
            _state.Error("expected element type name");
        }

        token = Tokens.Take();
        ElementClass type;
        if (token.Is('{'))
        {
            type = Compound(name);
        }
        else if (token.Kind == TokenKind.Identifier)
        {
            type = _state.ForceClass(token.Text);
        }
        else
        {
            _state.SyntaxError(token);
            type = new ElementClass.Unknown(name);
        }

        if (name.Length > 0)
        {
            _state.Classes = new ClassBinding(name, type, _state.Classes);
        }
    }

    private void Definition()
    {
        if (!Expect('('))
        {
            return;
        }

        string text = Tokens.TakeConfiguration();
        Expect(')');
        foreach (string argument in ArgumentText.Split(text).Where(argument => argument.Length > 0))
        {
            string variable = ArgumentText.TakeWord(argument, out string value);
            bool named = variable.Length > 1 && variable[0] == '$'
                && variable.Skip(1).All(at => char.IsAsciiLetterOrDigit(at) || at == '_');
            if (!named)
            {
                _state.Error("bad 'define' declaration: not a variable");
            }
            else if (!_state.Body.TryDefine(variable[1..], value))
            {
                _state.Error($"parameter '{variable}' multiply defined");
            }
            else
            {
                _state.Body.Definitions.Add((variable[1..], value));
            }
        }
    }

    // A library's statements stand as if they were written where it is required.
    private void Library(string text, string fileName)
    {
        Tokenizer around = _state.Tokens;
        string folder = _requirements.Folder;
        _requirements.Folder = FolderOf(fileName);
        _state.Tokens = new Tokenizer(text, fileName, _state.Messages);
        Statements(new StatementBlock(BlockKind.File, isNested: false));
        _state.Tokens = around;
        _requirements.Folder = folder;
    }

    private bool TryDescend(string error)
    {
        if (_state.Depth < MaximumDepth)
        {
            _state.Depth++;
            return true;
        }

        _state.Error(error);
        return false;
    }
}
