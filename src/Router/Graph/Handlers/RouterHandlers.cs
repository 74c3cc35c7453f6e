using Xia.Router.Graph.Building;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Platform;

namespace Xia.Router.Graph.Handlers;

/// <summary>
/// Finds and calls handlers by path, with those that every element and the router itself have.
/// </summary>
internal sealed class RouterHandlers
{
    private const string Version = "xia 0.1.0";

    private readonly RouterGraph _router;
    private readonly Dictionary<string, HandlerTable> _tables = new(StringComparer.Ordinal);
    private readonly HandlerTable _global = new();

    public RouterHandlers(RouterGraph router)
    {
        _router = router;
        _global.Read("version", () => Version + "\n");
        _global.Read("list", List);
        _global.Read("classes", () => Lines(router.Configuration.Registry.ClassNames));
        _global.Read("config", () => router.Configuration.IsCompact ? Flat() : router.Configuration.Text);
        _global.Read("flatconfig", Flat);
        _global.Read("requirements", () => Lines(
            router.Configuration.Requirements.SelectMany(need => new[] { need.Kind, need.Value })));
        _global.Read("packages", () => Lines(router.Configuration.Requirements
            .Where(need => need.Kind == "package" && !router.Environment.Provisions.Contains(need.Value))
            .Select(need => need.Value)));
        _global.Read("handlers", () => _global.List(latestFirst: false));
        _global.Read("driver", () => "userlevel\n");
        _global.Write("stop", _ =>
        {
            router.RequestStop();
            return null;
        });
        if (router.Environment.Replacer is { } replacer)
        {
            _global.Write("hotconfig", replacer.Replace, HandlerFlags.Raw);
        }

        if (router.Environment.TimeWarp is { } warp)
        {
            _global.Read("timewarp", () => $"{warp.Speed}\n");
            _global.Write("timewarp", text => WriteSpeed(warp, text));
        }
    }

    public string Read(string path, string parameter)
    {
        Func<string, string> reader = Find(path)?.Read
            ?? throw new HandlerException($"'{path}' not a read handler");
        if (_router.Gate is not { } gate)
        {
            return reader(parameter);
        }

        bool isInRun = RouterThread.Current?.IsOf(_router) ?? false;
        gate.EnterAlone(isInRun);
        try
        {
            return reader(parameter);
        }
        finally
        {
            gate.LeaveAlone(isInRun);
        }
    }

    /// <summary>The handler of a path; null when the element has none of that name.</summary>
    /// <exception cref="HandlerException">There is no such element.</exception>
    public Handler? Find(string path)
    {
        (HandlerTable table, string name) = Locate(path);
        if (table.Find(name) is { } handler)
        {
            return handler;
        }

        // A task may have been made after the table.
        if (path.Length > name.Length)
        {
            AddTaskHandlers(table, _router.Find<Element>(path[..(path.Length - name.Length - 1)])!);
        }

        return table.Find(name);
    }

    public void Write(string path, string value)
    {
        Func<string, string?> writer = Find(path)?.Write
            ?? throw new HandlerException($"'{path}' not a write handler");
        bool isInRun = RouterThread.Current?.IsOf(_router) ?? false;
        _router.Gate?.EnterAlone(isInRun);
        try
        {
            RunEntry entry = _router.Enter(_router.Now);
            string? error;
            try
            {
                error = writer(value);
            }
            finally
            {
                _router.Leave(entry);
            }

            if (error is not null)
            {
                throw new HandlerException(error);
            }
        }
        finally
        {
            _router.Gate?.LeaveAlone(isInRun);
        }
    }

    private static string? WriteSpeed(ITimeWarp warp, string text)
    {
        if (!ArgumentTypes.Real(text.Trim(), out double speed, out _) || speed <= 0)
        {
            return "expected positive number";
        }

        warp.Speed = speed;
        return null;
    }

    private static string Lines(IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => line + "\n"));

    private (HandlerTable Table, string Name) Locate(string path)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return (_global, path);
        }

        string elementName = path[..dot];
        if (!_tables.TryGetValue(elementName, out HandlerTable? table))
        {
            Element element = _router.Find<Element>(elementName)
                ?? throw new HandlerException($"no element named '{elementName}'");
            table = Describe(element);
            _tables.Add(elementName, table);
        }

        return (table, path[(dot + 1)..]);
    }

    private static HandlerTable Describe(Element element)
    {
        var table = new HandlerTable(element);
        table.Read("name", () => element.Name, HandlerFlags.Calm);
        table.Read("class", () => element.ClassName, HandlerFlags.Calm);
        table.Read(
            "config",
            () => element.Configuration,
            element.CanReconfigure ? HandlerFlags.None : HandlerFlags.Calm);
        table.Read("ports", () => PortsText.Of(element), HandlerFlags.Calm);
        table.Read("handlers", () => table.List(latestFirst: true), HandlerFlags.Calm);
        if (element.CanReconfigure)
        {
            table.Write("config", text => Reconfiguration.Write(element, text));
        }

        element.AddHandlers(table);
        AddTaskHandlers(table, element);
        return table;
    }

    // Whoever has a task shows it, unless he does so on his own.
    private static void AddTaskHandlers(HandlerTable table, Element element)
    {
        if (element.Router.Schedule.TaskOf(element) is not null && table.Find("scheduled") is null)
        {
            table.Task(() => element.Router.Schedule.TaskOf(element)!);
        }
    }

    private string List() =>
        $"{_router.Elements.Count}\n" + Lines(_router.Elements.Select(element => element.Name));

    private string Flat() => ConfigurationPrinter.Print(_router.Configuration);
}
