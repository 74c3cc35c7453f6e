using Xia.Router.Graph;

namespace Xia.Router.Language;

/// <summary>
/// Turns a text into elements and connections: resolves names, expands compounds, replaces variables.
/// </summary>
/// <remarks>
/// A scope is walked statement by statement. Compounds become nodes that are expanded after their scope,
/// breadth first, because the choice of an overload needs to know which ports are in use, and because that is
/// the order in which elements are created. At the end connections through compounds' ends are joined.
/// </remarks>
internal sealed class Flattener
{
    private const int MaximumNodes = 100_000;

    private readonly ElementRegistry _registry;
    private readonly List<ConfigurationMessage> _errors;
    private readonly List<GraphNode> _nodes = [];
    private readonly ConnectionList _connections = new();
    private readonly List<string> _requirements = [];
    private readonly Queue<int> _compounds = new();
    private bool _overflow;

    private Flattener(ElementRegistry registry, List<ConfigurationMessage> errors)
    {
        _registry = registry;
        _errors = errors;
    }

    /// <summary>The flattened configuration of a text.</summary>
    /// <exception cref="RouterConfigurationException">It is wrong; holds all errors.</exception>
    public static Configuration Flatten(string text, string fileName, RouterEnvironment environment)
    {
        var errors = new List<ConfigurationMessage>();
        IReadOnlyList<SyntaxTree> statements = Parser.Parse(text, fileName, errors);
        var flattener = new Flattener(environment.Elements, errors);
        var file = new Scope(null, "", null);
        flattener.Walk(statements, file, environment.Variables, -1, -1);
        flattener.ExpandCompounds();
        Configuration configuration = new ConnectionSplicer(
            flattener._nodes, flattener._connections, errors).Splice(flattener._requirements);
        return errors.Count == 0 ? configuration : throw new RouterConfigurationException(errors);
    }

    // Defines hold for the whole scope, wherever they stand, so they come first.
    private void Walk(
        IReadOnlyList<SyntaxTree> statements,
        Scope scope,
        IReadOnlyDictionary<string, string>? overrides,
        int inputEnd,
        int outputEnd)
    {
        foreach (SyntaxTree.Directive define in DefineReader.Find(statements))
        {
            DefineReader.Apply(define, scope, Error);
        }

        foreach ((string name, string value) in overrides ?? new Dictionary<string, string>())
        {
            scope.Define(name, value);
        }

        Walk(statements, scope, inputEnd, outputEnd);
    }

    private void Walk(IReadOnlyList<SyntaxTree> statements, Scope scope, int inputEnd, int outputEnd)
    {
        foreach (SyntaxTree statement in statements)
        {
            switch (statement)
            {
                case SyntaxTree.Chain chain:
                    WalkChain(chain, scope, inputEnd, outputEnd);
                    break;
                case SyntaxTree.ClassDefinition definition:
                    ElementClass? type = Resolve(definition.Class, scope, definition.Name);
                    if (type is not null)
                    {
                        scope.Classes = new ClassBinding(definition.Name, type, scope.Classes);
                    }

                    break;
                case SyntaxTree.Directive { Keyword: "require" } require:
                    _requirements.AddRange(ArgumentText.Split(scope.Substitute(require.Text)));
                    break;
                default:
                    break;
            }
        }
    }

    private ElementClass? Resolve(ClassExpression expression, Scope scope, string name)
    {
        if (expression.Name is { } known)
        {
            ElementClass? found = FindClass(known, scope);
            if (found is null)
            {
                Error(expression.Landmark, $"unknown element class '{known}'");
            }

            return found;
        }

        ElementClass? extended = null;
        if (expression.Extends)
        {
            extended = FindClass(name, scope);
            if (extended is null)
            {
                Error(expression.Landmark, $"cannot extend unknown element class '{name}'");
            }
        }

        return new ElementClass(name, expression.Landmark, null, expression.Bodies, scope, extended)
        {
            Known = scope.Classes,
        };
    }

    private ElementClass? FindClass(string name, Scope scope) =>
        ClassBinding.Find(scope.Classes, name)
        ?? (_registry.Contains(name)
            ? new ElementClass(name, default, name, [], null, null)
            : null);

    private void WalkChain(SyntaxTree.Chain chain, Scope scope, int inputEnd, int outputEnd)
    {
        bool connects = chain.Arrows.Count > 0;
        var nodes = new int[chain.Stages.Count][];
        for (int stage = 0; stage < chain.Stages.Count; stage++)
        {
            nodes[stage] =
            [
                .. chain.Stages[stage].Elements.Select(
                    element => Place(element, scope, inputEnd, outputEnd, connects)),
            ];
        }

        if (chain.Stages[0].Elements.Any(element => element.Inputs is not null && !element.Implicit))
        {
            Error(chain.Landmark, "input ports ignored at start of chain");
        }

        if (chain.Stages[^1].Elements.Any(element => element.Outputs is not null && !element.Implicit))
        {
            Error(chain.Landmark, "output ports ignored at end of chain");
        }

        for (int arrow = 0; arrow < chain.Arrows.Count; arrow++)
        {
            var from = new ConnectionSide(
                chain.Stages[arrow], nodes[arrow], isOutput: true, chain.Arrows[arrow]);
            var to = new ConnectionSide(
                chain.Stages[arrow + 1], nodes[arrow + 1], isOutput: false, chain.Arrows[arrow]);
            if (ConnectionSide.Join(from, to, chain.Arrows[arrow], _connections) is { } error)
            {
                Error(chain.Arrows[arrow].Landmark, error);
            }
        }
    }

    // The node that an element of a chain stands for; -1 after an error.
    private int Place(ElementReference element, Scope scope, int inputEnd, int outputEnd, bool connects)
    {
        if (element.Group is { } group)
        {
            return PlaceGroup(element, group, scope);
        }

        if (element.Name is not { } name)
        {
            return Declare(null, Resolve(element.Class!, scope, ""), element, scope);
        }

        if (element.Class is not null)
        {
            return Declare(name, Resolve(element.Class, scope, ""), element, scope);
        }

        if (name is "input" or "output" && inputEnd >= 0)
        {
            return name == "input" ? inputEnd : outputEnd;
        }

        if (scope.Elements.TryGetValue(name, out int known))
        {
            if (element.Arguments is not null)
            {
                Error(element.Landmark, "configuration string ignored on element reference");
            }

            return known;
        }

        if (FindClass(name, scope) is { } type)
        {
            return Declare(null, type, element, scope);
        }

        Error(
            element.Landmark,
            element.Arguments is not null || !connects
                ? $"unknown element class '{name}'"
                : $"undeclared element '{name}'");
        return -1;
    }

    private int PlaceGroup(ElementReference element, IReadOnlyList<SyntaxTree> group, Scope scope)
    {
        string name = FreshName("", scope);
        int node = AddNode(new GraphNode(scope.Prefix + name, null, "", element.Landmark));
        scope.Elements.Add(name, node);
        AddEnds(node);
        Walk(group, scope, _nodes[node].InputEnd, _nodes[node].OutputEnd);
        return node;
    }

    private int Declare(string? name, ElementClass? type, ElementReference element, Scope scope)
    {
        if (name is not null && (FindClass(name, scope) is not null))
        {
            Error(element.Landmark, $"class '{name}' used as element name");
            return -1;
        }

        if (name is not null && scope.Elements.TryGetValue(name, out int earlier))
        {
            Error(element.Landmark, $"redeclaration of element '{name}'");
            Error(_nodes[earlier].Landmark, $"element '{name}' previously declared here");
            return earlier;
        }

        scope.Count++;
        name ??= FreshName(type?.Name ?? "", scope);
        string arguments = scope.Substitute(element.Arguments ?? "");
        int node = AddNode(new GraphNode(scope.Prefix + name, type, arguments, element.Landmark));
        scope.Elements.Add(name, node);
        if (type is { Primitive: null })
        {
            AddEnds(node);
            _compounds.Enqueue(node);
        }

        return node;
    }

    // Class@N, N being the element's number in its scope.
    private static string FreshName(string className, Scope scope)
    {
        int number = Math.Max(1, scope.Count);
        while (scope.Elements.ContainsKey($"{className}@{number}"))
        {
            number++;
        }

        return $"{className}@{number}";
    }

    private int AddNode(GraphNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private void AddEnds(int node)
    {
        GraphNode owner = _nodes[node];
        owner.InputEnd = AddNode(
            new GraphNode(owner.Name + "/input", null, "", owner.Landmark) { Owner = node });
        owner.OutputEnd = AddNode(
            new GraphNode(owner.Name + "/output", null, "", owner.Landmark) { Owner = node });
    }

    private void ExpandCompounds()
    {
        while (_compounds.TryDequeue(out int node))
        {
            if (_nodes.Count > MaximumNodes)
            {
                if (!_overflow)
                {
                    Error(_nodes[node].Landmark, $"configuration has more than {MaximumNodes} elements");
                }

                _overflow = true;
                return;
            }

            Expand(node);
        }
    }

    private void Expand(int index)
    {
        GraphNode node = _nodes[index];
        List<string> arguments = ArgumentText.Split(node.Arguments);
        (int inputs, int outputs) = PortsInUse(index);
        if (Choose(node, arguments, inputs, outputs) is not var (type, body, values))
        {
            // Its ports are not worth a message of their own.
            node.InputEnd = node.OutputEnd = -1;
            return;
        }

        if (type.Primitive is not null)
        {
            // The class that "..." added is an element class after all.
            _nodes[index] = node with { Class = type, InputEnd = -1, OutputEnd = -1 };
            return;
        }

        var scope = new Scope(type.Home, node.Name + "/", type.Known);
        for (int formal = 0; formal < body.Formals.Count; formal++)
        {
            scope.Define(body.Formals[formal].Variable, values[formal]);
        }

        Walk(body.Statements, scope, null, node.InputEnd, node.OutputEnd);
    }

    private (int Inputs, int Outputs) PortsInUse(int node) =>
        (ConnectionList.CountOf(_connections.InputsOf(node)),
            ConnectionList.CountOf(_connections.OutputsOf(node)));

    // The first overload whose ports and arguments fit; a lone body may have wrong ports, which are reported
    // later.
    private (ElementClass Type, CompoundBody Body, IReadOnlyList<string> Values)? Choose(
        GraphNode node, List<string> arguments, int inputs, int outputs)
    {
        var candidates = new List<(ElementClass Type, CompoundBody Body)>();
        ElementClass? type = node.Class;
        while (type is { Primitive: null })
        {
            candidates.AddRange(type.Bodies.Select(body => (type, body)));
            type = type.Extended;
        }

        foreach ((ElementClass candidate, CompoundBody body) in candidates)
        {
            if (CompoundArguments.Assign(body.Formals, arguments) is { } values
                && (candidates.Count == 1 || Ports(candidate, body) == (inputs, outputs)))
            {
                return (candidate, body, values);
            }
        }

        if (type is not null)
        {
            return (type, new CompoundBody(node.Landmark, [], []), []);
        }

        string name = node.Class!.Name;
        Error(
            node.Landmark,
            $"no match for '{CompoundArguments.Signature(name, arguments.Count, inputs, outputs)}'\n"
            + "candidates are:" + string.Concat(candidates.Select(candidate =>
            {
                (int candidateInputs, int candidateOutputs) = Ports(candidate.Type, candidate.Body);
                return $"\n{candidate.Body.Landmark}:   "
                    + CompoundArguments.Signature(
                        name, candidate.Body.Formals, candidateInputs, candidateOutputs);
            })));
        return null;
    }

    // A trial walk of the body tells its ports.
    private (int Inputs, int Outputs) Ports(ElementClass type, CompoundBody body)
    {
        var trial = new Flattener(_registry, []);
        int node = trial.AddNode(new GraphNode("", null, "", body.Landmark));
        trial.AddEnds(node);
        GraphNode owner = trial._nodes[node];
        trial.Walk(
            body.Statements, new Scope(type.Home, "", type.Known), null, owner.InputEnd, owner.OutputEnd);
        return (
            ConnectionList.CountOf(trial._connections.OutputsOf(owner.InputEnd)),
            ConnectionList.CountOf(trial._connections.InputsOf(owner.OutputEnd)));
    }

    private void Error(Landmark landmark, string text) =>
        _errors.Add(new ConfigurationMessage(landmark, text));
}
