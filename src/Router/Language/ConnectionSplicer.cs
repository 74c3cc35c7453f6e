namespace Xia.Router.Language;

/// <summary>
/// Joins connections through compounds' and groups' ends, so that only real elements are left.
/// </summary>
internal sealed class ConnectionSplicer
{
    private readonly List<GraphNode> _nodes;
    private readonly ConnectionList _connections;
    private readonly List<ConfigurationMessage> _errors;
    private readonly Dictionary<(int Node, int Port), List<(int Node, int Port)>> _from = [];

    public ConnectionSplicer(
        List<GraphNode> nodes, ConnectionList connections, List<ConfigurationMessage> errors)
    {
        _nodes = nodes;
        _connections = connections;
        _errors = errors;
        foreach (ConnectionDeclaration connection in connections.Items)
        {
            if (!_from.TryGetValue((connection.From, connection.FromPort), out List<(int, int)>? targets))
            {
                _from[(connection.From, connection.FromPort)] = targets = [];
            }

            targets.Add((connection.To, connection.ToPort));
        }
    }

    /// <summary>The configuration of the real elements.</summary>
    public Configuration Splice(IReadOnlyList<string> requirements)
    {
        for (int node = 0; node < _nodes.Count; node++)
        {
            if (_nodes[node].InputEnd >= 0)
            {
                CheckPorts(node);
            }
        }

        var elements = new List<ElementDeclaration>();
        int[] indices = new int[_nodes.Count];
        for (int node = 0; node < _nodes.Count; node++)
        {
            if (_nodes[node].IsReal && _nodes[node].InputEnd < 0)
            {
                indices[node] = elements.Count;
                elements.Add(new ElementDeclaration(
                    _nodes[node].Name, _nodes[node].Class!.Primitive!, _nodes[node].Arguments,
                    _nodes[node].Landmark));
            }
        }

        return new Configuration(elements, Join(indices), requirements);
    }

    private List<ConnectionDeclaration> Join(int[] indices)
    {
        var joined = new List<ConnectionDeclaration>();
        var seen = new HashSet<(int, int, int, int)>();
        var visited = new HashSet<(int, int)>();
        var open = new Stack<(int Node, int Port)>();
        foreach (ConnectionDeclaration connection in _connections.Items)
        {
            if (!_nodes[connection.From].IsReal)
            {
                continue;
            }

            visited.Clear();
            open.Push((connection.To, connection.ToPort));
            while (open.TryPop(out (int Node, int Port) target))
            {
                if (_nodes[target.Node].IsReal)
                {
                    if (seen.Add((connection.From, connection.FromPort, target.Node, target.Port)))
                    {
                        joined.Add(new ConnectionDeclaration(
                            indices[connection.From], connection.FromPort,
                            indices[target.Node], target.Port, connection.Landmark));
                    }
                }
                else if (visited.Add(target)
                    && _from.TryGetValue(Through(target), out List<(int, int)>? next))
                {
                    for (int index = next.Count - 1; index >= 0; index--)
                    {
                        open.Push(next[index]);
                    }
                }
            }
        }

        return joined;
    }

    // From a compound to its inside, and from the inside's end to the outside.
    private (int Node, int Port) Through((int Node, int Port) target) =>
        _nodes[target.Node].InputEnd >= 0
            ? (_nodes[target.Node].InputEnd, target.Port)
            : (_nodes[target.Node].Owner, target.Port);

    private void CheckPorts(int node)
    {
        GraphNode compound = _nodes[node];
        if (_connections.InputsOf(compound.InputEnd).Count > 0)
        {
            Error(compound, $"'{ClassOf(compound)}' pseudoelement 'input' may only be used as output");
        }

        if (_connections.OutputsOf(compound.OutputEnd).Count > 0)
        {
            Error(compound, $"'{ClassOf(compound)}' pseudoelement 'output' may only be used as input");
        }

        CheckSide(
            compound, "input", _connections.OutputsOf(compound.InputEnd), _connections.InputsOf(node));
        CheckSide(
            compound, "output", _connections.InputsOf(compound.OutputEnd), _connections.OutputsOf(node));
    }

    private void CheckSide(GraphNode compound, string side, SortedSet<int> inner, SortedSet<int> outer)
    {
        for (int port = 0; port < (inner.Count == 0 ? 0 : inner.Max); port++)
        {
            if (!inner.Contains(port))
            {
                Error(compound, $"'{ClassOf(compound)}' {side} {port} missing");
            }
        }

        foreach (int port in outer.Where(port => !inner.Contains(port)))
        {
            Error(compound, $"'{compound.Name}' has no {side} {port}");
        }

        foreach (int port in inner.Where(port => !outer.Contains(port)))
        {
            Error(compound, $"'{compound.Name}' {side} {port} unused");
        }
    }

    private static string ClassOf(GraphNode compound) =>
        compound.Class is { Name.Length: > 0 } type ? type.Name : compound.Name;

    private void Error(GraphNode compound, string text) =>
        _errors.Add(new ConfigurationMessage(compound.Landmark, text));
}
