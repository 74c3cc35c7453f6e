namespace Xia.Router.Language;

/// <summary>The ports at one end of an arrow.</summary>
internal sealed class ConnectionSide
{
    private readonly List<(int Node, int Port)> _ports = [];
    private int _expandableNode = -1;
    private bool _expandable;

    /// <summary>
    /// The ports of a stage as the arrow sees them: none written means 0, or any number under <c>=&gt;</c>.
    /// </summary>
    public ConnectionSide(Stage stage, IReadOnlyList<int> nodes, bool isOutput, Token arrow)
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            PortList? ports = isOutput ? stage.Elements[index].Outputs : stage.Elements[index].Inputs;
            bool open = ports is { IsExpandable: true }
                || (ports is null && arrow.Kind == TokenKind.DoubleArrow && nodes.Count == 1);
            if (open)
            {
                HasTwo = _expandable;
                _expandable = true;
                IsImplied = ports is null;
                _expandableNode = nodes[index];
                continue;
            }

            foreach (int port in ports?.Ports ?? [0])
            {
                _ports.Add((nodes[index], port));
            }
        }
    }

    private bool HasTwo { get; }

    private bool IsImplied { get; }

    /// <summary>Adds the connections of an arrow.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Join(
        ConnectionSide from, ConnectionSide to, Token arrow, ConnectionList connections)
    {
        if (from._expandable && to._expandable && from.IsImplied && to.IsImplied)
        {
            from.Expand(1);
            to.Expand(1);
        }

        if (from.HasTwo || to.HasTwo || (from._expandable && to._expandable))
        {
            return "at most one expandable port allowed per connection";
        }

        int outputs = from._ports.Count;
        int inputs = to._ports.Count;
        if (from._expandable && !from.TryExpand(inputs))
        {
            return $"connection mismatch: {outputs} or more outputs connected to {inputs} inputs";
        }

        if (to._expandable && !to.TryExpand(outputs))
        {
            return $"connection mismatch: {outputs} outputs connected to {inputs} or more inputs";
        }

        outputs = from._ports.Count;
        inputs = to._ports.Count;
        bool pairs = outputs == inputs;
        if (arrow.Kind == TokenKind.Arrow && outputs > 1 && inputs > 1)
        {
            return "syntax error: many-to-many connections require '=>'";
        }

        if (!pairs && outputs != 1 && inputs != 1)
        {
            return $"connection mismatch: {outputs} outputs connected to {inputs} inputs";
        }

        for (int index = 0; index < Math.Max(outputs, inputs); index++)
        {
            (int fromNode, int fromPort) = from._ports[outputs == 1 ? 0 : index];
            (int toNode, int toPort) = to._ports[inputs == 1 ? 0 : index];
            var connection = new ConnectionDeclaration(fromNode, fromPort, toNode, toPort, arrow.Landmark);
            if (fromNode >= 0 && toNode >= 0)
            {
                connections.Add(connection);
            }
        }

        return null;
    }

    private bool TryExpand(int count)
    {
        if (count < _ports.Count)
        {
            return false;
        }

        Expand(count - _ports.Count);
        return true;
    }

    private void Expand(int count)
    {
        _expandable = false;
        for (int port = 0; port < count; port++)
        {
            _ports.Add((_expandableNode, port));
        }
    }
}
