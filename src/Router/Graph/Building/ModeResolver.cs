using Xia.Router.Language;

namespace Xia.Router.Graph.Building;

/// <summary>
/// Decides push or pull for every port: connections and flows through agnostic elements spread what is known.
/// </summary>
internal sealed class ModeResolver
{
    private readonly Element[] _elements;
    private readonly IReadOnlyList<ConnectionDeclaration> _connections;
    private readonly PortMode[][] _inputs;
    private readonly PortMode[][] _outputs;
    private readonly List<ConnectionDeclaration> _flows = [];

    public ModeResolver(
        Element[] elements, IReadOnlyList<ConnectionDeclaration> connections, (int In, int Out)[] counts)
    {
        _elements = elements;
        _connections = connections;
        _inputs = new PortMode[elements.Length][];
        _outputs = new PortMode[elements.Length][];
        for (int element = 0; element < elements.Length; element++)
        {
            string code = elements[element].Processing;
            int slash = code.IndexOf('/', StringComparison.Ordinal);
            _inputs[element] = Modes(slash < 0 ? code : code[..slash], counts[element].In);
            _outputs[element] = Modes(slash < 0 ? code : code[(slash + 1)..], counts[element].Out);
            AddFlows(element);
        }
    }

    /// <summary>What each input is.</summary>
    public PortMode[][] Inputs => _inputs;

    /// <summary>What each output is.</summary>
    public PortMode[][] Outputs => _outputs;

    /// <summary>Spreads until nothing changes; ports that nothing decides are push.</summary>
    public void Resolve(List<ConfigurationMessage> errors)
    {
        var reported = new HashSet<(bool Flow, int Index)>();
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int index = 0; index < _connections.Count; index++)
            {
                ConnectionDeclaration c = _connections[index];
                changed |= Spread(
                    ref _outputs[c.From][c.FromPort], ref _inputs[c.To][c.ToPort], out bool conflict);
                if (conflict && reported.Add((false, index)))
                {
                    errors.Add(ConnectionError(c));
                }
            }

            for (int index = 0; index < _flows.Count; index++)
            {
                ConnectionDeclaration flow = _flows[index];
                changed |= Spread(
                    ref _inputs[flow.From][flow.FromPort],
                    ref _outputs[flow.To][flow.ToPort],
                    out bool conflict);
                if (conflict && reported.Add((true, index)))
                {
                    errors.Add(FlowError(flow));
                }
            }
        }

        foreach (PortMode[] modes in _inputs.Concat(_outputs))
        {
            modes.AsSpan().Replace(PortMode.Agnostic, PortMode.Push);
        }
    }

    private static PortMode[] Modes(string code, int count)
    {
        var modes = new PortMode[count];
        for (int port = 0; port < count; port++)
        {
            char letter = code.Length == 0 ? 'a' : code[Math.Min(port, code.Length - 1)];
            modes[port] = letter switch
            {
                'h' => PortMode.Push,
                'l' => PortMode.Pull,
                _ => PortMode.Agnostic,
            };
        }

        return modes;
    }

    private static bool Spread(ref PortMode left, ref PortMode right, out bool conflict)
    {
        conflict = left != right && left != PortMode.Agnostic && right != PortMode.Agnostic;
        if (left == right || conflict)
        {
            return false;
        }

        left = right = left == PortMode.Agnostic ? right : left;
        return true;
    }

    private void AddFlows(int element)
    {
        string code = _elements[element].FlowCode;
        for (int input = 0; input < _inputs[element].Length; input++)
        {
            for (int output = 0; output < _outputs[element].Length; output++)
            {
                if (_inputs[element][input] == PortMode.Agnostic
                    && _outputs[element][output] == PortMode.Agnostic
                    && FlowCode.Reaches(code, input, output))
                {
                    _flows.Add(new ConnectionDeclaration(
                        element, input, element, output, _elements[element].Landmark));
                }
            }
        }
    }

    private ConfigurationMessage ConnectionError(ConnectionDeclaration c)
    {
        string from = Word(_outputs[c.From][c.FromPort]);
        string to = Word(_inputs[c.To][c.ToPort]);
        return new ConfigurationMessage(
            c.Landmark,
            $"'{_elements[c.From]}' {from} output {c.FromPort} connected to "
            + $"'{_elements[c.To]}' {to} input {c.ToPort}")
        {
            ShowsLandmark = false,
        };
    }

    private ConfigurationMessage FlowError(ConnectionDeclaration flow)
    {
        string input = Word(_inputs[flow.From][flow.FromPort]);
        string output = Word(_outputs[flow.To][flow.ToPort]);
        return new ConfigurationMessage(
            flow.Landmark,
            $"agnostic '{_elements[flow.From]}' in mixed context: {input} input {flow.FromPort}, "
            + $"{output} output {flow.ToPort}")
        {
            ShowsLandmark = false,
        };
    }

    private static string Word(PortMode mode) => mode == PortMode.Push ? "push" : "pull";
}
