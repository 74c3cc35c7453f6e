using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Captures;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>What elements share that give out the packets of a file, at once or in time.</summary>
/// <remarks>Pushes from a task when output 0 is push; else gives on pull, with a signal.</remarks>
public abstract class TraceSource : Element, INotifierSource
{
    private readonly Notifier _notEmpty = new();
    private RouterTimer _timer = null!;
    private RandomStream _random = null!;
    private Duration? _timeShift;

    /// <inheritdoc/>
    public Notifier? EmptyNotifier => Output(0).IsPush ? null : _notEmpty;

    /// <summary>The file.</summary>
    private protected TraceInput? File { get; set; }

    /// <summary>What pushes; null where packets are pulled.</summary>
    private protected RouterTask? Task { get; private set; }

    /// <summary>A packet that was read and waits for its time.</summary>
    private protected Packet? Held { get; set; }

    /// <summary>Whether packets are emitted.</summary>
    private protected bool IsActive { get; set; }

    /// <summary>Whether the router is asked to stop at the end.</summary>
    private protected bool StopsAtEnd { get; private set; }

    /// <summary>Whether packets keep the distances of their time stamps.</summary>
    private protected bool KeepsTiming { get; set; }

    /// <summary>The chance of a packet to be emitted.</summary>
    private protected double Sample { get; private set; }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        _timer = new RouterTimer(this, _ => Wake());
        if (Output(0).IsPush)
        {
            Task = new RouterTask(this, Emit);
        }
        else
        {
            _notEmpty.Join(Router, Notifier.Empty);
        }

        string? error = Open();
        if (error is null)
        {
            Wake();
        }

        return error;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        Held?.Kill();
        Held = null;
        File?.Dispose();
        File = null;
    }

    /// <summary>Reads the keywords STOP, ACTIVE and SAMPLE.</summary>
    private protected void ReadKeywords(ArgumentReader arguments)
    {
        StopsAtEnd = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        IsActive = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        Sample = arguments.Keyword("SAMPLE", SampleArgument.Chance, 1.0);
    }

    /// <summary>Opens the file; an error text or null.</summary>
    private protected abstract string? Open();

    /// <summary>The task's work: pushes what is due.</summary>
    private protected abstract bool Emit();

    private protected void SetActive(bool isActive)
    {
        IsActive = isActive;
        if (isActive)
        {
            Wake();
        }
        else
        {
            Sleep();
        }
    }

    private protected void Stop()
    {
        SetActive(false);
        Router.RequestStop();
    }

    /// <summary>Tells who pulls that there is nothing.</summary>
    private protected void Sleep() => _notEmpty.Sleep();

    /// <summary>Takes the next packet's time for the first one's.</summary>
    private protected void ResetTiming() => _timeShift = null;

    private protected bool IsSampled() => Sample >= 1 || _random.NextDouble() < Sample;

    /// <summary>Whether a packet's time has come; if not, wakes when it comes.</summary>
    private protected bool IsDue(Packet packet)
    {
        Duration shift = _timeShift ??= Now - packet.Annotations.Timestamp;
        Instant due = packet.Annotations.Timestamp + shift;
        if (due <= Now)
        {
            return true;
        }

        _timer.ScheduleAt(due);
        Sleep();
        return false;
    }

    private void Wake()
    {
        if (!IsActive)
        {
            return;
        }

        if (Task is not null)
        {
            Task.Schedule();
        }
        else
        {
            _notEmpty.Wake();
        }
    }
}
