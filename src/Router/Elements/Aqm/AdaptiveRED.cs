using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Aqm;

/// <summary>Drops packets at random so that a queue keeps an average length.</summary>
/// <syntax>AdaptiveRED(TARGET, MAX_P[, keywords QUEUES, STABILITY 4])</syntax>
/// <remarks>
/// RED, gently, with MIN_THRESH half of TARGET (packets; at least 10) and MAX_THRESH one and a half of it.
/// Twice a second MAX_P changes: by 0.01 upward, but at most by a quarter, while the average is above TARGET
/// and MAX_P not above 0.5; by a tenth downward while the average is below TARGET and MAX_P above 0.01. (The
/// paper leaves MAX_P as it is near TARGET.)
/// <para>
/// Floyd, Gummadi and Shenker, "Adaptive RED: An Algorithm for Increasing the Robustness of RED's Active
/// Queue Management", 2001.
/// </para>
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
/// <handler name="min_thresh" access="rw">RED's MIN_THRESH.</handler>
/// <handler name="max_thresh" access="rw">RED's MAX_THRESH.</handler>
/// <handler name="max_p" access="rw">RED's MAX_P at the moment.</handler>
/// <handler name="avg_queue_size" access="r">The average length, in packets.</handler>
/// <handler name="stats" access="r">The length, the average length and the drops, in words.</handler>
/// <handler name="queues" access="r">The names of the queues, a line each.</handler>
/// <handler name="config" access="r">RED's arguments in force; what is written are its own.</handler>
public sealed class AdaptiveRED : REDElement
{
    private const uint LeastTarget = 10;
    private const uint Hundredth = REDCurve.Certain / 100;
    private const uint Half = REDCurve.Certain / 2;

    private static readonly Duration Interval = Duration.FromMilliseconds(500);

    private RouterTimer _timer = null!;
    private long _target;

    /// <inheritdoc/>
    public override string ClassName => "AdaptiveRED";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        uint target = Math.Clamp(
            arguments.Mandatory("TARGET", ArgumentTypes.UInt32()), LeastTarget, ushort.MaxValue);
        uint probability = arguments.Mandatory(
            "MAX_P", ArgumentTypes.FixedPoint(REDCurve.ProbabilityBits));
        Element[] queues = WatchedQueues.ReadNames(arguments, this);
        int stability = ReadStability(arguments);
        var curve = new REDCurve(target / 2, target + (target / 2), probability, true, stability);
        Use(arguments, curve, queues);
        if (arguments.Errors.Count == 0)
        {
            _target = (long)target << QueueAverage.FractionBits;
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, now =>
        {
            Adapt();
            _timer.ScheduleAt(now + Interval);
        });
        _timer.ScheduleAfter(Interval);
        return base.Initialize();
    }

    private void Adapt()
    {
        uint probability = Curve.MaximumProbability;
        if (Average.Scaled > _target && probability <= Half)
        {
            probability += Math.Min(Hundredth, probability / 4);
        }
        else if (Average.Scaled < _target && probability > Hundredth)
        {
            probability = (uint)((ulong)probability * 9 / 10);
        }

        Curve = Curve with { MaximumProbability = probability };
    }
}
