using System.Runtime.CompilerServices;
using Xia.Router.Graph.Running;

namespace Xia.Router.Graph.Signals;

/// <summary>
/// A signal that there may be packets (upstream), or room for them (downstream); wakes who waits for it.
/// </summary>
/// <remarks>
/// On from the start. An element that owns one is an <see cref="INotifierSource"/>; others find it by
/// <see cref="TaskSignal"/>.
/// </remarks>
public sealed class Notifier
{
    /// <summary>The kind of those that say whether there may be packets.</summary>
    public const string Empty = "empty";

    /// <summary>The kind of those that say whether there is room.</summary>
    public const string Full = "full";

    private SignalWord _word;
    private uint _mask;
    private RouterTask? _listener;
    private object[] _moreListeners = [];

    /// <summary>A notifier that is on.</summary>
    public Notifier(NotifierSearch search = NotifierSearch.Stop)
        : this(new SignalWord("", 0) { Bits = 1 }, 1)
        => Search = search;

    private Notifier(SignalWord word, uint mask) => (_word, _mask) = (word, mask);

    /// <summary>One that never is on: there is nothing and never will be.</summary>
    public static Notifier Idle { get; } = new(SignalWord.Constant, TaskSignal.IdleMask) { IsNamed = true };

    /// <summary>What a search does that meets it.</summary>
    public NotifierSearch Search { get; }

    /// <summary>Whether asking is worth while.</summary>
    public bool IsActive
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Volatile.Read(ref _word.Bits) & _mask) != 0;
    }

    internal SignalWord Word => _word;

    internal uint Mask => _mask;

    private bool IsNamed { get; init; }

    private bool HasJoined { get; set; }

    /// <summary>
    /// Takes its number among the graph's signals of a kind; without this call, the first search that meets
    /// it does so.
    /// </summary>
    public void Join(RouterGraph router, string kind)
    {
        ArgumentNullException.ThrowIfNull(router);
        if (IsNamed || HasJoined)
        {
            return;
        }

        HasJoined = true;
        bool wasActive = IsActive;
        (_word, _mask) = router.Signals.Take(kind);
        if (wasActive)
        {
            _word.TurnOn(_mask);
        }
    }

    /// <summary>Adds a task to wake.</summary>
    public void Listen(RouterTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (_listener is null)
        {
            _listener = task;
        }
        else if (!ReferenceEquals(_listener, task))
        {
            Add(task);
        }
    }

    /// <summary>Adds a notifier to turn on too.</summary>
    public void Listen(Notifier notifier) => Add(notifier);

    /// <summary>Adds something to call.</summary>
    public void Listen(Action onWake) => Add(onWake);

    /// <summary>Turns the signal on and wakes who waits, unless it is on already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Wake()
    {
        if ((Volatile.Read(ref _word.Bits) & _mask) == 0)
        {
            TurnOn();
        }
    }

    /// <summary>Turns the signal on and wakes nobody.</summary>
    public void WakeSilently() => _word.TurnOn(_mask);

    /// <summary>Turns the signal off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sleep()
    {
        if ((_word.Bits & _mask) != 0)
        {
            _word.TurnOff(_mask);
        }
    }

    private void TurnOn()
    {
        if (ReferenceEquals(_word, SignalWord.Constant) || !_word.TurnOn(_mask))
        {
            return;
        }

        _listener?.Schedule();
        foreach (object listener in _moreListeners)
        {
            switch (listener)
            {
                case RouterTask task:
                    task.Schedule();
                    break;
                case Notifier notifier:
                    notifier.Wake();
                    break;
                default:
                    ((Action)listener)();
                    break;
            }
        }
    }

    private void Add(object listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (!_moreListeners.Contains(listener))
        {
            _moreListeners = [.. _moreListeners, listener];
        }
    }
}
