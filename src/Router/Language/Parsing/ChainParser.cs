using Xia.Router.Language.Elaboration;

namespace Xia.Router.Language.Parsing;

/// <summary>Parses connections and declarations: lists of elements with arrows between them.</summary>
/// <param name="state">What the parser shares.</param>
/// <param name="statements">Parses what stands in braces and parentheses.</param>
internal sealed class ChainParser(ParserState state, StatementParser statements)
{
    private Tokenizer Tokens => state.Tokens;

    /// <summary>Parses one connection, or a declaration without arrows.</summary>
    public void Parse(StatementBlock block)
    {
        List<ChainElement> before = [];
        Token? arrow = null;
        while (true)
        {
            List<ChainElement> elements = ParseList(block, isFirst: before.Count == 0);
            if (elements.Count == 0)
            {
                break;
            }

            Place(elements, isFirst: before.Count == 0);
            if (arrow is { } connector)
            {
                new ConnectionMatcher(state).Connect(before, elements, connector);
            }
            else if (elements.Exists(element => element.Inputs is not null))
            {
                state.Error("input ports ignored at start of chain");
            }

            before = elements;
            arrow = TakeArrow();
            if (arrow is null)
            {
                break;
            }
        }

        if (before.Exists(element => element.Outputs is not null))
        {
            state.Error("output ports ignored at end of chain");
        }

        block.LastEndsWithOutput = before is [var only] && only.Node == state.Body.Find("output");
    }

    private Token? TakeArrow()
    {
        while (true)
        {
            Token token = Tokens.Take();
            if (token.IsArrow)
            {
                return token;
            }

            if (token.Is(',') || token.Kind == TokenKind.DoubleColon)
            {
                state.SyntaxError(token);
                continue;
            }

            bool begins = token.Is('{') || token.Is('}') || token.Is('[') || token.Is(')')
                || token.Kind is TokenKind.Identifier or TokenKind.DoubleBar or TokenKind.ElementClass
                    or TokenKind.Require or TokenKind.Provide or TokenKind.Define;
            if (!begins && !token.Is(';') && token.Kind != TokenKind.End)
            {
                state.SyntaxError(token);
                begins = token.Kind != TokenKind.Character;
            }

            if (begins)
            {
                Tokens.Return(token);
            }

            return null;
        }
    }

    // Empty when no element stands where one should.
    private List<ChainElement> ParseList(StatementBlock block, bool isFirst)
    {
        var elements = new List<ChainElement>();
        do
        {
            if (ParseElement(block, elements, isFirst) is { } element)
            {
                elements.Add(element);
            }
            else if (elements.Count == 0)
            {
                return elements;
            }
        }
        while (Tokens.TryTakeOrPeek(','));
        return elements;
    }

    private ChainElement? ParseElement(StatementBlock block, List<ChainElement> earlier, bool isFirst)
    {
        PortList? ports = PortParser.Parse(state);
        Token token = Tokens.Take();
        if (token.Kind == TokenKind.Identifier)
        {
            Landmark landmark = Tokens.Here with { Column = token.Landmark.Column };
            var named = new ChainElement(token.Text, state.FindClass(token.Text), landmark)
            {
                IsBare = true,
                Inputs = ports,
            };
            return ParseDeclaration(named);
        }

        if (token.Is('{'))
        {
            ElementClass compound = statements.Compound("");
            return ParseDeclaration(
                new ChainElement(compound.Name, compound, Tokens.Here) { Inputs = ports });
        }

        if (token.Is('('))
        {
            return ParseDeclaration(ParseGroup(ports));
        }

        if (IsImplicit(block, token, ports is not null, isFirst, earlier.Count == 0))
        {
            Tokens.Return(token);
            string name = isFirst ? "input" : "output";
            return new ChainElement(name, state.FindClass(name), Tokens.Here)
            {
                IsImplicit = true,
                Inputs = isFirst ? null : ports,
                Outputs = isFirst ? ports : null,
            };
        }

        if (ports is not null)
        {
            state.Error("stranded port ignored");
        }

        if (earlier.Count == 0 && block.IsNested && isFirst)
        {
            Tokens.Return(token);
        }
        else if (earlier.Count == 0)
        {
            state.SyntaxError(token);
        }

        return null;
    }

    // Inside braces and parentheses a connection may begin with an arrow and end with one.
    private bool IsImplicit(StatementBlock block, Token token, bool hasPorts, bool isFirst, bool isLone)
    {
        if (!block.IsNested || token.Kind == TokenKind.DoubleColon)
        {
            return false;
        }

        if (token.IsArrow)
        {
            bool begins = isFirst && (hasPorts || isLone);
            if (begins && !hasPorts && !block.LastEndsWithOutput)
            {
                state.Messages.Warning(
                    Tokens.Here,
                    $"suggest 'input {token.Text}' or '[0] {token.Text}' to start connection");
            }

            return begins;
        }

        return token.Is(',') ? hasPorts : !isFirst && (hasPorts || isLone);
    }

    private ChainElement ParseGroup(PortList? ports)
    {
        CompoundBody body = state.Body;
        string name = body.AnonymousName("");
        int group = AddEnd(name);
        int input = AddEnd($"{name}/input");
        int output = AddEnd($"{name}/output");
        body.Elements[group].EntryPartner = input;
        body.Elements[group].ExitPartner = output;
        (int, int) around = (body.InputEnd, body.OutputEnd);
        (body.InputEnd, body.OutputEnd) = (input, output);
        statements.Group();
        const string Owner = "<anonymous group>";
        int inputs = body.CheckEnd(input, isOutput: false, Owner, Tokens.Here, state.Messages);
        int outputs = body.CheckEnd(output, isOutput: true, Owner, Tokens.Here, state.Messages);
        (body.InputEnd, body.OutputEnd) = around;
        return new ChainElement(';' + name, null, Tokens.Here)
        {
            Node = group,
            Inputs = ports ?? AllPorts(inputs),
            Outputs = AllPorts(outputs),
        };
    }

    private int AddEnd(string name) =>
        state.Body.Add(new BodyElement(name, null, "", Tokens.Here) { IsAnonymous = true });

    private static PortList? AllPorts(int count) =>
        count == 0 ? null : new PortList([.. Enumerable.Range(0, count)], IsExpandable: false);

    private ChainElement ParseDeclaration(ChainElement element)
    {
        Token token = Tokens.Take();
        if (token.Kind == TokenKind.DoubleColon)
        {
            element.IsBare = false;
            token = Tokens.Take();
            if (token.Kind == TokenKind.Identifier)
            {
                element.DeclaredClass = state.ForceClass(token.Text);
                token = Tokens.Take();
            }
            else if (token.Is('{'))
            {
                element.DeclaredClass = statements.Compound("");
                token = Tokens.Take();
            }
            else
            {
                state.Error("missing element type in declaration");
                element.DeclaredClass = state.ForceClass(element.Name);
            }
        }

        if (token.Is('('))
        {
            if (element.Node >= 0 || state.Body.Find(element.Name) >= 0)
            {
                state.Error("configuration string ignored on element reference");
            }

            element.Arguments = Tokens.TakeConfiguration();
            statements.Expect(')');
            element.IsBare = false;
            token = Tokens.Take();
        }

        Tokens.Return(token);
        if (token.Is('['))
        {
            element.Outputs = PortParser.Parse(state);
        }

        return element;
    }

    // Finds out which elements are meant, and adds those that are declared here.
    private void Place(List<ChainElement> elements, bool isFirst)
    {
        bool arrowFollows = Tokens.PeekIsArrow();
        if (!isFirst && arrowFollows && elements.Exists(element => element.IsImplicit))
        {
            state.Error("implicit ports used in the middle of a chain");
        }

        if (isFirst && !arrowFollows && elements.Count > 1)
        {
            SpreadDeclaration(elements);
        }

        foreach (ChainElement element in elements)
        {
            if (element.Node < 0)
            {
                Place(element);
            }
            else if (element.DeclaredClass is not null)
            {
                state.Messages.Error(element.Landmark, $"redeclaration of element '{element.Name}'");
            }
        }
    }

    // "a, b :: C(x)" without arrows declares both.
    private static void SpreadDeclaration(List<ChainElement> elements)
    {
        if (elements.Exists(element => element.Inputs is not null || element.Outputs is not null
            || element.IsImplicit))
        {
            return;
        }

        ChainElement last = elements[^1];
        if (elements.TrueForAll(element => element.IsBare || element == last))
        {
            foreach (ChainElement element in elements)
            {
                element.DeclaredClass = last.DeclaredClass;
                element.Arguments = last.Arguments;
            }
        }
    }

    private void Place(ChainElement element)
    {
        // A tool learns classes where they are used, even in the declaration at hand.
        ElementClass? type = element.NamedClass
            ?? (state.AcceptsUnknownClasses ? state.FindClass(element.Name) : null);
        int known = type is null ? state.Body.Find(element.Name) : -1;
        if (known >= 0)
        {
            element.Node = known;
            if (element.DeclaredClass is not null)
            {
                state.Messages.Error(element.Landmark, $"redeclaration of element '{element.Name}'");
                BodyElement earlier = state.Body.Elements[known];
                if (earlier.Class is not null)
                {
                    state.Messages.Error(
                        earlier.Landmark, $"element '{element.Name}' previously declared here");
                }
            }

            return;
        }

        if (type is not null && element.DeclaredClass is not null)
        {
            state.Messages.Error(element.Landmark, $"class '{element.Name}' used as element name");
        }
        else if (type is null && element.DeclaredClass is null)
        {
            if (!state.AcceptsUnknownClasses)
            {
                state.Messages.Error(element.Landmark, $"undeclared element '{element.Name}'");
            }

            type = state.ForceClass(element.Name, complain: false);
        }

        string name = type is null ? element.Name : state.Body.AnonymousName(element.Name);
        element.Node = state.AddElement(
            new BodyElement(name, type ?? element.DeclaredClass, element.Arguments, element.Landmark)
            {
                IsAnonymous = type is not null,
            });
    }
}
