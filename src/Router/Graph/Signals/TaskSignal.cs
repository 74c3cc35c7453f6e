using System.Globalization;
using System.Runtime.CompilerServices;
using Xia.Router.Graph.Running;

namespace Xia.Router.Graph.Signals;

/// <summary>
/// The signals that a task listens to, found by walking the graph once; on while any of them is on.
/// </summary>
public sealed class TaskSignal
{
    internal const uint BusyMask = 1;
    internal const uint IdleMask = 2;

    private SignalWord _word = SignalWord.Constant;
    private uint _mask = IdleMask;
    private (SignalWord Word, uint Mask)[] _more = [];

    /// <summary>A signal that never is on.</summary>
    public TaskSignal()
    {
    }

    /// <summary>Whether any of the signals is on, or there is an end of the graph that gives none.</summary>
    public bool IsActive
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Volatile.Read(ref _word.Bits) & _mask) != 0 || (_more.Length > 0 && IsAnyMoreActive());
    }

    /// <summary>Whether it is always on: the graph holds something that gives no signals.</summary>
    public bool IsBusy => ReferenceEquals(_word, SignalWord.Constant) && _mask == BusyMask;

    /// <summary>What tells that a pull at an input may give a packet.</summary>
    public static TaskSignal Upstream(Element element, int input) =>
        SignalSearch.Run(element, input, upstream: true, null);

    /// <summary>The same; wakes a task.</summary>
    public static TaskSignal Upstream(Element element, int input, RouterTask task) =>
        SignalSearch.Run(element, input, upstream: true, notifier => notifier.Listen(task));

    /// <summary>The same; turns a notifier on.</summary>
    public static TaskSignal Upstream(Element element, int input, Notifier dependent) =>
        SignalSearch.Run(element, input, upstream: true, notifier => notifier.Listen(dependent));

    /// <summary>The same; calls something.</summary>
    public static TaskSignal Upstream(Element element, int input, Action onWake) =>
        SignalSearch.Run(element, input, upstream: true, notifier => notifier.Listen(onWake));

    /// <summary>What tells that a push at an output finds room.</summary>
    public static TaskSignal Downstream(Element element, int output) =>
        SignalSearch.Run(element, output, upstream: false, null);

    /// <summary>The same; wakes a task.</summary>
    public static TaskSignal Downstream(Element element, int output, RouterTask task) =>
        SignalSearch.Run(element, output, upstream: false, notifier => notifier.Listen(task));

    /// <summary>The same; turns a notifier on.</summary>
    public static TaskSignal Downstream(Element element, int output, Notifier dependent) =>
        SignalSearch.Run(element, output, upstream: false, notifier => notifier.Listen(dependent));

    /// <summary>The same; calls something.</summary>
    public static TaskSignal Downstream(Element element, int output, Action onWake) =>
        SignalSearch.Run(element, output, upstream: false, notifier => notifier.Listen(onWake));

    /// <summary>
    /// The signals as Click shows them: <c>KIND.WORD/MASK:BITS</c>, an asterisk when on, plus signs between.
    /// </summary>
    public override string ToString() => IsBusy
        ? "busy*"
        : ReferenceEquals(_word, SignalWord.Constant)
            ? "idle"
            : string.Join('+', _more.Prepend((_word, _mask)).Select(Show));

    internal void Add(SignalWord word, uint mask)
    {
        if (IsBusy || (ReferenceEquals(word, SignalWord.Constant) && mask == IdleMask))
        {
            return;
        }

        if (ReferenceEquals(_word, SignalWord.Constant) || ReferenceEquals(word, SignalWord.Constant))
        {
            (_word, _mask, _more) = (word, mask, []);
            return;
        }

        if (ReferenceEquals(_word, word))
        {
            _mask |= mask;
            return;
        }

        int at = Array.FindIndex(_more, pair => ReferenceEquals(pair.Word, word));
        if (at >= 0)
        {
            _more[at].Mask |= mask;
        }
        else
        {
            _more = [.. _more, (word, mask)];
            Sort();
        }
    }

    internal void MakeBusy() => Add(SignalWord.Constant, BusyMask);

    // Words of one kind by their number, as they are shown.
    private void Sort()
    {
        (SignalWord Word, uint Mask)[] all =
            [.. _more.Prepend((_word, _mask)).OrderBy(pair => pair.Item1.Number)];
        (_word, _mask) = all[0];
        _more = all[1..];
    }

    private static string Show((SignalWord Word, uint Mask) pair)
    {
        uint bits = pair.Word.Bits & pair.Mask;
        string active = bits != 0 ? "*" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{pair.Word}/{pair.Mask:x}:{bits:x}{active}");
    }

    private bool IsAnyMoreActive()
    {
        foreach ((SignalWord word, uint mask) in _more)
        {
            if ((Volatile.Read(ref word.Bits) & mask) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
