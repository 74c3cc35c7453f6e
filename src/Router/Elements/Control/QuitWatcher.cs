using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control;

/// <summary>Stops the driver as soon as one of some elements is no longer scheduled.</summary>
/// <syntax>QuitWatcher(ELEMENT, …)</syntax>
/// <remarks>Reads their handlers <c>scheduled</c> every 10 ms, until one of them is false.</remarks>
public sealed class QuitWatcher : Element
{
    private static readonly Duration Interval = Duration.FromMilliseconds(10);

    private readonly List<HandlerCall> _calls = [];
    private IReadOnlyList<string> _names = [];
    private RouterTimer _timer = null!;

    /// <inheritdoc/>
    public override string ClassName => "QuitWatcher";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _names = arguments.Rest();
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        foreach (string name in _names)
        {
            string path = $"{name}.scheduled";
            HandlerCall? call = HandlerCall.Parse(path, this, isWrite: false, out string? error);
            error ??= call!.Resolve();
            if (error is not null)
            {
                return error;
            }

            _calls.Add(call!);
        }

        _timer = new RouterTimer(this, Look);
        _timer.ScheduleAfter(Interval);
        return null;
    }

    private void Look(Instant now)
    {
        if (_calls.Exists(call => call.Read().Trim() == "false"))
        {
            Router.RequestStop();
        }
        else
        {
            _timer.ScheduleAt(now + Interval);
        }
    }
}
