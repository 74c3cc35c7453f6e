using Xia.Router.Platform;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>The signals of the process that start a script.</summary>
/// <param name="process">The process; null where there is none.</param>
/// <param name="onSignal">Called when one comes.</param>
internal sealed class ScriptSignals(IRouterSignals? process, Action onSignal)
{
    private int[] _numbers = [];

    /// <summary>Reads signals by number or name; false when there are none, or one is unknown.</summary>
    public bool TryRead(IReadOnlyList<string> names)
    {
        int?[] numbers = [.. names.Select(name => process?.NumberOf(name))];
        if (numbers.Length == 0 || numbers.Contains(null))
        {
            return false;
        }

        _numbers = [.. numbers.OfType<int>()];
        return true;
    }

    /// <summary>Waits for them from now on.</summary>
    public void Watch()
    {
        foreach (int number in _numbers)
        {
            process!.Watch(number, onSignal);
        }
    }

    /// <summary>Waits no more.</summary>
    public void Unwatch()
    {
        foreach (int number in _numbers)
        {
            process!.Unwatch(number, onSignal);
        }

        _numbers = [];
    }
}
