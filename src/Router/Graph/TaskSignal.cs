namespace Xia.Router.Graph;

/// <summary>The signals that a task listens to, found by walking the graph once.</summary>
public sealed class TaskSignal
{
    private readonly List<Notifier> _notifiers = [];
    private bool _always;

    private TaskSignal()
    {
    }

    /// <summary>Whether any of the signals is on, or there is an end of the graph that gives none.</summary>
    public bool IsActive
    {
        get
        {
            if (_always)
            {
                return true;
            }

            foreach (Notifier notifier in _notifiers)
            {
                if (notifier.IsActive)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What tells that a pull at an input may give a packet.</summary>
    public static TaskSignal Upstream(Element element, int input, RouterTask task)
    {
        var signal = new TaskSignal();
        signal.WalkUp(element, input, []);
        signal.Listen(task);
        return signal;
    }

    /// <summary>What tells that a push at an output finds room.</summary>
    public static TaskSignal Downstream(Element element, int output, RouterTask task)
    {
        var signal = new TaskSignal();
        signal.WalkDown(element, output, []);
        signal.Listen(task);
        return signal;
    }

    private void Listen(RouterTask task)
    {
        foreach (Notifier notifier in _notifiers)
        {
            notifier.Listen(task);
        }
    }

    private void WalkUp(Element element, int input, HashSet<(Element, int)> seen)
    {
        if (element.Input(input).Source is not { } source)
        {
            _always = true;
            return;
        }

        int output = element.Input(input).Port;
        if (!seen.Add((source, output)))
        {
            return;
        }

        if (source is INotifierSource notifying)
        {
            Add(notifying.EmptyNotifier);
            return;
        }

        bool passes = false;
        for (int port = 0; port < source.InputCount; port++)
        {
            if (FlowCode.Reaches(source.FlowCode, port, output))
            {
                passes = true;
                WalkUp(source, port, seen);
            }
        }

        _always |= !passes;
    }

    private void WalkDown(Element element, int output, HashSet<(Element, int)> seen)
    {
        if (element.Output(output).Target is not { } target)
        {
            return;
        }

        int input = element.Output(output).Port;
        if (!seen.Add((target, input)))
        {
            return;
        }

        if (target is INotifierSource { FullNotifier: { } full })
        {
            Add(full);
            return;
        }

        bool passes = false;
        for (int port = 0; port < target.OutputCount; port++)
        {
            if (FlowCode.Reaches(target.FlowCode, input, port))
            {
                passes = true;
                WalkDown(target, port, seen);
            }
        }

        _always |= !passes;
    }

    private void Add(Notifier notifier)
    {
        if (!_notifiers.Contains(notifier))
        {
            _notifiers.Add(notifier);
        }
    }
}
