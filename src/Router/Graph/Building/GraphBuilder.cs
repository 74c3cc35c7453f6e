using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Graph.Building;

/// <summary>Builds, configures and initializes a graph from a flattened configuration.</summary>
/// <remarks>
/// Phases: port ranges, push and pull, completeness, configuration of all elements, initialization. A phase
/// collects all its errors (initialization stops at the first); the next phase begins only when there are
/// none.
/// </remarks>
internal sealed class GraphBuilder
{
    private readonly Configuration _configuration;
    private readonly Element[] _elements;
    private readonly RouterGraph _router;
    private readonly List<ConfigurationMessage> _errors = [];

    private GraphBuilder(Configuration configuration, RouterEnvironment environment)
    {
        _configuration = configuration;
        _elements =
        [
            .. configuration.Elements.Select(
                declaration => configuration.Registry.Create(declaration.ClassName)),
        ];
        for (int index = 0; index < _elements.Length; index++)
        {
            ElementDeclaration declaration = configuration.Elements[index];
            _elements[index].Prepare(declaration.Name, declaration.Arguments, declaration.Landmark);
        }

        _router = new RouterGraph(environment, configuration, _elements);
    }

    /// <summary>The graph, ready to run.</summary>
    /// <param name="configuration">What is built.</param>
    /// <param name="environment">What the graph gets.</param>
    /// <param name="now">The time at which it begins.</param>
    /// <param name="replaced">The running graph that it is to replace; null when there is none.</param>
    /// <exception cref="RouterConfigurationException">A phase found errors.</exception>
    public static RouterGraph Build(
        Configuration configuration, RouterEnvironment environment, Instant now, RouterGraph? replaced = null)
    {
        var builder = new GraphBuilder(configuration, environment);
        builder._router.Replaced = replaced;
        builder._router.AdvanceTo(now);
        foreach (ConfigurationMessage warning in configuration.Warnings)
        {
            environment.Console?.WriteMessage(warning.ToString());
        }

        (int In, int Out)[] counts = builder.CountPorts();
        builder.ThrowIfErrors();
        var modes = new ModeResolver(builder._elements, configuration.Connections, counts);
        modes.Resolve(builder._errors);
        builder.ThrowIfErrors();
        builder.CheckCompleteness(modes);
        builder.ThrowIfErrors();
        builder.Connect(modes);
        builder._router.OpenDevices();
        Element[] order = [.. builder._elements.OrderBy(element => element.ConfigurePhase)];
        builder.Configure(order);
        builder.ThrowIfErrors();
        builder.Initialize(order);
        return builder._router;
    }

    private (int In, int Out)[] CountPorts()
    {
        var used = new (int In, int Out)[_elements.Length];
        foreach (ConnectionDeclaration c in _configuration.Connections)
        {
            used[c.From].Out = Math.Max(used[c.From].Out, c.FromPort + 1);
            used[c.To].In = Math.Max(used[c.To].In, c.ToPort + 1);
        }

        var counts = new (int In, int Out)[_elements.Length];
        for (int index = 0; index < _elements.Length; index++)
        {
            counts[index] = PortCountCode.Fit(_elements[index].PortCounts, used[index].In, used[index].Out);
        }

        foreach (ConnectionDeclaration c in _configuration.Connections)
        {
            if (c.ToPort >= counts[c.To].In)
            {
                Error(_elements[c.To], $"'{_elements[c.To]}' has no input {c.ToPort}");
            }

            if (c.FromPort >= counts[c.From].Out)
            {
                Error(_elements[c.From], $"'{_elements[c.From]}' has no output {c.FromPort}");
            }
        }

        return counts;
    }

    // Push outputs and pull inputs take exactly one connection, the others at least one.
    private void CheckCompleteness(ModeResolver modes)
    {
        CheckUses("pull input", modes.Inputs, PortMode.Pull, c => (c.To, c.ToPort));
        CheckUses("push output", modes.Outputs, PortMode.Push, c => (c.From, c.FromPort));
        CheckUnused("input", modes.Inputs, c => (c.To, c.ToPort));
        CheckUnused("output", modes.Outputs, c => (c.From, c.FromPort));
    }

    private void CheckUses(
        string kind,
        PortMode[][] modes,
        PortMode active,
        Func<ConnectionDeclaration, (int Element, int Port)> end)
    {
        IEnumerable<(int Element, int Port)> reused = _configuration.Connections.Select(end)
            .GroupBy(port => port).SelectMany(uses => uses.Skip(1))
            .Where(port => modes[port.Element][port.Port] == active).Order();
        foreach ((int element, int port) in reused)
        {
            Error(_elements[element], $"illegal reuse of '{_elements[element]}' {kind} {port}");
        }
    }

    private void CheckUnused(
        string kind, PortMode[][] modes, Func<ConnectionDeclaration, (int Element, int Port)> end)
    {
        var used = _configuration.Connections.Select(end).ToHashSet();
        for (int element = 0; element < modes.Length; element++)
        {
            for (int port = 0; port < modes[element].Length; port++)
            {
                if (!used.Contains((element, port)))
                {
                    Error(_elements[element], $"'{_elements[element]}' {kind} {port} unused");
                }
            }
        }
    }

    private void Connect(ModeResolver modes)
    {
        OutputPort[][] outputs = [.. modes.Outputs.Select(ports => new OutputPort[ports.Length])];
        InputPort[][] inputs = [.. modes.Inputs.Select(ports => new InputPort[ports.Length])];
        foreach (ConnectionDeclaration c in _configuration.Connections)
        {
            if (modes.Outputs[c.From][c.FromPort] == PortMode.Push)
            {
                outputs[c.From][c.FromPort] = new OutputPort(_elements[c.To], c.ToPort);
            }
            else
            {
                inputs[c.To][c.ToPort] = new InputPort(_elements[c.From], c.FromPort);
            }
        }

        for (int index = 0; index < _elements.Length; index++)
        {
            _elements[index].Join(_router, inputs[index], outputs[index]);
        }
    }

    private void Configure(Element[] order)
    {
        foreach (Element element in order)
        {
            var arguments = new ArgumentReader(ArgumentText.Split(element.Configuration));
            element.Configure(arguments);
            if (!arguments.IsCompleted)
            {
                arguments.Complete();
            }

            string context = $"While configuring '{element}':";
            foreach (string error in arguments.Errors)
            {
                Error(element, error, context);
            }

            TellWarnings(element, arguments, context);
        }
    }

    private void TellWarnings(Element element, ArgumentReader arguments, string context)
    {
        if (arguments.Warnings.Count > 0 && _router.Environment.Console is { } console)
        {
            console.WriteMessage($"{element.Landmark}: {context}");
            foreach (string warning in arguments.Warnings)
            {
                console.WriteMessage($"  {warning}");
            }
        }
    }

    private void Initialize(Element[] order)
    {
        for (int index = 0; index < order.Length; index++)
        {
            if (order[index].Initialize() is { } error)
            {
                Error(order[index], error, $"While initializing '{order[index]}':");
                _router.Close(order.AsSpan(0, index + 1));
                ThrowIfErrors();
            }
        }
    }

    private void Error(Element element, string text, string? context = null) =>
        _errors.Add(new ConfigurationMessage(element.Landmark, text, context));

    private void ThrowIfErrors()
    {
        if (_errors.Count > 0)
        {
            throw new RouterConfigurationException(_errors);
        }
    }
}
