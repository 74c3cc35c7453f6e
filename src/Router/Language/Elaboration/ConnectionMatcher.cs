using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>Decides which outputs on the left of an arrow lead to which inputs on its right.</summary>
/// <remarks>
/// One to one, one to many, many to one; many to many, pair by pair, needs <c>=&gt;</c>. One element may take
/// as many ports as the other side has: <c>[]</c>, or under <c>=&gt;</c> a lone element without ports.
/// </remarks>
internal sealed class ConnectionMatcher(ParserState state)
{
    /// <summary>
    /// Adds the connections; what does not fit is reported, and the rest connected all the same.
    /// </summary>
    public void Connect(List<ChainElement> left, List<ChainElement> right, Token arrow)
    {
        var outputs = new Side(left, isOutput: true);
        var inputs = new Side(right, isOutput: false);
        if (outputs.ExpandableCount + inputs.ExpandableCount > 1)
        {
            state.Error("at most one expandable port allowed per connection");
            (inputs.Count < outputs.Count ? outputs : inputs).ForbidExpansion();
        }

        if (arrow.Kind == TokenKind.DoubleArrow)
        {
            outputs.ExpandLoneElement(inputs.Count);
            inputs.ExpandLoneElement(outputs.Count);
        }

        bool isMany = outputs.IsMany && inputs.IsMany;
        if (isMany)
        {
            Complain(outputs, inputs, arrow);
        }

        List<(int Node, int Port)> from = outputs.Expand(inputs.Count);
        List<(int Node, int Port)> to = inputs.Expand(outputs.Count);
        int count = isMany ? Math.Min(from.Count, to.Count) : Math.Max(from.Count, to.Count);
        for (int index = 0; index < count; index++)
        {
            (int fromNode, int fromPort) = from[outputs.IsMany ? index : 0];
            (int toNode, int toPort) = to[inputs.IsMany ? index : 0];
            state.Body.Connect(
                new ConnectionDeclaration(fromNode, fromPort, toNode, toPort, arrow.Landmark));
        }
    }

    private void Complain(Side outputs, Side inputs, Token arrow)
    {
        if (arrow.Kind != TokenKind.DoubleArrow)
        {
            state.Error("syntax error: many-to-many connections require '=>'");
        }

        bool open = outputs.ExpandableCount > 0 || inputs.ExpandableCount > 0;
        if (!open && inputs.Count != outputs.Count)
        {
            state.Error($"connection mismatch: {outputs.Count} outputs connected to {inputs.Count} inputs");
        }
        else if (inputs.ExpandableCount == 0 && inputs.Count < outputs.Count)
        {
            state.Error(
                $"connection mismatch: {outputs.Count} or more outputs connected to {inputs.Count} inputs");
        }
        else if (outputs.ExpandableCount == 0 && outputs.Count < inputs.Count)
        {
            state.Error(
                $"connection mismatch: {outputs.Count} outputs connected to {inputs.Count} or more inputs");
        }
    }

    // The ports on one side of the arrow.
    private sealed class Side
    {
        private readonly List<ChainElement> _elements;
        private readonly bool _isOutput;
        private bool _expandsLone;

        public Side(List<ChainElement> elements, bool isOutput)
        {
            _elements = elements;
            _isOutput = isOutput;
            foreach (ChainElement element in elements)
            {
                Count += PortsOf(element)?.Ports.Count ?? 1;
                ExpandableCount += PortsOf(element) is { IsExpandable: true } ? 1 : 0;
            }
        }

        /// <summary>How many ports there are at least.</summary>
        public int Count { get; }

        /// <summary>How many elements would take more.</summary>
        public int ExpandableCount { get; private set; }

        /// <summary>Whether each connection takes a port of its own on this side.</summary>
        public bool IsMany => Count > 1 || ExpandableCount > 0;

        public void ForbidExpansion() => ExpandableCount = 0;

        public void ExpandLoneElement(int otherCount)
        {
            if (Count == 1 && otherCount > 1 && PortsOf(_elements[0]) is null)
            {
                ExpandableCount = 1;
                _expandsLone = true;
            }
        }

        public List<(int Node, int Port)> Expand(int otherCount)
        {
            int missing = ExpandableCount > 0 ? otherCount - Count : 0;
            var ports = new List<(int, int)>();
            foreach (ChainElement element in _elements)
            {
                PortList? list = PortsOf(element);
                ports.AddRange((list?.Ports ?? [0]).Select(port => (element.Node, port)));
                if (list is { IsExpandable: true } || _expandsLone)
                {
                    int last = list?.Ports[^1] ?? 0;
                    for (; missing > 0; missing--)
                    {
                        ports.Add((element.Node, ++last));
                    }
                }
            }

            return ports;
        }

        private PortList? PortsOf(ChainElement element) => _isOutput ? element.Outputs : element.Inputs;
    }
}
