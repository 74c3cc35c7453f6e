using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Aqm;

/// <summary>Drops packets at random, the more of them the longer a queue is on average.</summary>
/// <syntax>RED(MIN_THRESH, MAX_THRESH, MAX_P[, keywords QUEUES, STABILITY 4, GENTLE true])</syntax>
/// <remarks>
/// Random Early Detection. It averages how many packets the nearest queues hold that stand behind it (when it
/// is pushed through) or before it (when it is pulled through), or the elements that QUEUES names with spaces
/// between them. Up to MIN_THRESH packets none is dropped; from there to MAX_THRESH (at most 65535) the
/// probability rises from 0 to MAX_P (0 to 1), then, if GENTLE, to 1 at twice MAX_THRESH; if not, all are
/// dropped beyond MAX_THRESH. A packet weighs 1 / 2^STABILITY (0 to 16) in the average; while the queues are
/// empty it sinks as if a packet came every 20 ms. What is dropped leaves at output 1, if that is in use.
/// <para>
/// Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance", IEEE/ACM Transactions on
/// Networking 1(4), 1993.
/// </para>
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
/// <handler name="min_thresh" access="rw">MIN_THRESH.</handler>
/// <handler name="max_thresh" access="rw">MAX_THRESH.</handler>
/// <handler name="max_p" access="rw">MAX_P.</handler>
/// <handler name="avg_queue_size" access="r">The average length, in packets.</handler>
/// <handler name="stats" access="r">The length, the average length and the drops, in words.</handler>
/// <handler name="queues" access="r">The names of the queues, a line each.</handler>
/// <handler name="config" access="r">The arguments in force.</handler>
/// <example>RED(5, 50, 0.02) -> Queue(200)</example>
public sealed class RED : REDElement
{
    /// <inheritdoc/>
    public override string ClassName => "RED";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        uint minimum = arguments.Mandatory("MIN_THRESH", ArgumentTypes.UInt32());
        uint maximum = arguments.Mandatory("MAX_THRESH", ArgumentTypes.UInt32());
        uint probability = arguments.Mandatory(
            "MAX_P", ArgumentTypes.FixedPoint(REDCurve.ProbabilityBits));
        Element[] queues = WatchedQueues.ReadNames(arguments, this);
        int stability = ReadStability(arguments);
        bool isGentle = arguments.Keyword("GENTLE", ArgumentTypes.Bool, true);
        Use(arguments, new REDCurve(minimum, maximum, probability, isGentle, stability), queues);
    }
}
