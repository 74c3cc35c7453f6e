namespace Xia.Router.Graph.Running;

/// <summary>
/// Lets the threads of a graph run side by side, or one caller alone while the others pause.
/// </summary>
/// <remarks>
/// Running (any number of threads, each inside one run) ⇄ Alone (one caller; the others stand at the ends of
/// their runs, or wait inside to be alone themselves). Who asks to be alone from inside a run counts
/// as paused while it waits, so that two of them do not wait for each other. Whoever waited for the end of
/// being alone runs before anybody is alone again, so that a caller in a loop starves nobody.
/// </remarks>
internal sealed class RunGate
{
    private readonly object _changed = new();
    private int _running;
    private int _owner;
    private int _depth;

    // Threads that wait to run, and those of them that run before somebody is alone again.
    private int _waiting;
    private int _owed;

    /// <summary>Begins a run; waits while somebody is alone.</summary>
    /// <returns>Whether the caller has to end it: false for who is alone already.</returns>
    public bool EnterRun()
    {
        lock (_changed)
        {
            if (_depth > 0 && _owner == System.Environment.CurrentManagedThreadId)
            {
                return false;
            }

            if (_depth > 0)
            {
                WaitForTurn();
            }

            _running++;
            return true;
        }
    }

    /// <summary>Ends a run.</summary>
    public void LeaveRun()
    {
        lock (_changed)
        {
            _running--;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>Waits until nobody runs, and keeps it so; may be called again while alone.</summary>
    /// <param name="isInRun">Whether the caller is inside a run.</param>
    public void EnterAlone(bool isInRun)
    {
        int caller = System.Environment.CurrentManagedThreadId;
        lock (_changed)
        {
            if (_depth > 0 && _owner == caller)
            {
                _depth++;
                return;
            }

            if (isInRun)
            {
                _running--;
                Monitor.PulseAll(_changed);
            }

            while (_depth > 0 || _owed > 0)
            {
                Monitor.Wait(_changed);
            }

            (_owner, _depth) = (caller, 1);
            while (_running > 0)
            {
                Monitor.Wait(_changed);
            }
        }
    }

    /// <summary>Lets the others go on.</summary>
    /// <param name="isInRun">The same as at <see cref="EnterAlone"/>.</param>
    public void LeaveAlone(bool isInRun)
    {
        lock (_changed)
        {
            if (--_depth == 0)
            {
                _running += isInRun ? 1 : 0;
                _owed = _waiting;
                Monitor.PulseAll(_changed);
            }
        }
    }

    private void WaitForTurn()
    {
        _waiting++;
        while (_depth > 0)
        {
            Monitor.Wait(_changed);
        }

        _waiting--;
        if (_owed > 0 && --_owed == 0)
        {
            Monitor.PulseAll(_changed);
        }
    }
}
