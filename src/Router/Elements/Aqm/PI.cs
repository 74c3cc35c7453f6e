using System.Globalization;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Aqm;

/// <summary>Drops packets at random so that a queue keeps a length, by a proportional integral controller.
/// </summary>
/// <syntax>PI(W, A, B, TARGET[, keywords QUEUES, QREF, STABILITY 4])</syntax>
/// <remarks>
/// Every W seconds (1 ms at least) the probability changes by A × (length - TARGET) - B × (length W seconds
/// before - TARGET), and stays between 0 and 1. The length is the number of packets in the nearest queues
/// behind it (when it is pushed through) or before it (when it is pulled through), or in the elements that
/// QUEUES names, separated by spaces. TARGET, or QREF, is at most 65535; STABILITY (1 to 16) is that of the
/// average that handlers show. What is dropped leaves at output 1, if that is in use.
/// <para>
/// Hollot, Misra, Towsley and Gong, "On Designing Improved Controllers for AQM Routers Supporting TCP Flows",
/// INFOCOM 2001.
/// </para>
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
/// <handler name="w" access="rw">W.</handler>
/// <handler name="a" access="rw">A.</handler>
/// <handler name="b" access="rw">B.</handler>
/// <handler name="avg_queue_size" access="r">The average length, in packets.</handler>
/// <handler name="stats" access="r">The length, the average length and the drops, in words.</handler>
/// <handler name="queues" access="r">The names of the queues, a line each.</handler>
/// <handler name="config" access="r">The arguments in force.</handler>
/// <example>PI(0.00588, 0.00001822, 0.00001816, 100) -> Queue(400)</example>
public sealed class PI : QueueDropper
{
    private const int Version = 1;
    private const uint MaximumTarget = 0xFFFF;
    private const double MaximumCoefficient = 1_000;
    private const decimal MaximumIntervalSeconds = 86_400;

    // Probabilities and coefficients are whole multiples of this part.
    private const long One = 1_000_000_000_000;

    private Gains _gains;
    private RandomStream _random = null!;
    private RouterTimer? _timer;
    private long _probability;
    private int _lengthBefore;

    /// <inheritdoc/>
    public override string ClassName => "PI";

    private protected override string Parameters => string.Create(
        CultureInfo.InvariantCulture,
        $"{_gains.W}, {_gains.A}, {_gains.B}, {_gains.Target}, {QueuesArgument}, "
        + $"STABILITY {_gains.StabilityShift}");

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        double interval = arguments.Mandatory("W", ArgumentTypes.Real);
        double a = arguments.Mandatory("A", ArgumentTypes.Real);
        double b = arguments.Mandatory("B", ArgumentTypes.Real);
        uint target = arguments.Mandatory("TARGET", ArgumentTypes.UInt32());
        Element[] queues = WatchedQueues.ReadNames(arguments, this);
        target = arguments.Keyword("QREF", ArgumentTypes.UInt32(), target);
        uint stability = arguments.Keyword("STABILITY", ArgumentTypes.UInt32(), 4u);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        var gains = new Gains(interval, a, b, target, (int)Math.Min(stability, int.MaxValue));
        if (gains.Problem is { } problem)
        {
            arguments.Error(problem);
            return;
        }

        UseQueues(arguments, queues);
        if (arguments.Errors.Count == 0)
        {
            _gains = gains;
            Average.StabilityShift = gains.StabilityShift;
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        _timer = new RouterTimer(this, now =>
        {
            Sample();
            _timer!.ScheduleAt(now + _gains.Interval);
        });
        _timer.ScheduleAfter(_gains.Interval);
        return base.Initialize();
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        base.TakeState(old);
        if (old is PI other)
        {
            _probability = other._probability;
            _lengthBefore = other._lengthBefore;
        }
    }

    /// <summary>Drops, the average, the probability and the last length.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Version);
        writer.Write(Drops);
        Average.Export(ref writer);
        writer.Write(_probability);
        writer.Write(_lengthBefore);
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 6, Version);
        Drops = reader.ReadInt64();
        Average.Import(ref reader);
        _probability = Math.Clamp(reader.ReadInt64(), 0, One);
        _lengthBefore = Math.Max(reader.ReadInt32(), 0);
    }

    private protected override void AddParameterHandlers(HandlerTable handlers)
    {
        AddHandler(handlers, "w", () => _gains.W, w => _gains with { W = w });
        AddHandler(handlers, "a", () => _gains.A, a => _gains with { A = a });
        AddHandler(handlers, "b", () => _gains.B, b => _gains with { B = b });
    }

    private protected override bool MayNotPass()
    {
        Average.Observe(QueueLength, Now);
        return _probability > 0 && (long)_random.NextUInt64((ulong)One) < _probability;
    }

    private void AddHandler(HandlerTable handlers, string name, Func<double> read, Func<double, Gains> change)
    {
        handlers.Read(name, () => read().ToString(CultureInfo.InvariantCulture));
        handlers.Write(name, text =>
        {
            if (!ArgumentTypes.Real(text.Trim(), out double value, out string? error))
            {
                return $"{name.ToUpperInvariant()}: {error ?? "parse error"}";
            }

            Gains changed = change(value);
            if (changed.Problem is { } problem)
            {
                return problem;
            }

            _gains = changed;
            return null;
        });
    }

    private void Sample()
    {
        int length = QueueLength;
        Int128 change = ((Int128)Parts(_gains.A) * (length - _gains.Target))
            - ((Int128)Parts(_gains.B) * (_lengthBefore - _gains.Target));
        _probability = (long)Int128.Clamp(_probability + change, 0, One);
        _lengthBefore = length;
    }

    private static long Parts(double coefficient) => (long)Math.Round(coefficient * One);

    // The arguments.
    private readonly record struct Gains(double W, double A, double B, uint Target, int StabilityShift)
    {
        public string? Problem =>
            Target > MaximumTarget ? $"`target_q' too large (max {MaximumTarget})"
            : W <= 0 ? "w must be positive"
            : A <= 0 ? "a must be positive"
            : B <= 0 ? "b must be positive"
            : StabilityShift is < 1 or > QueueAverage.MaximumStabilityShift
                ? "STABILITY parameter must be between 1 and 16"
            : A > MaximumCoefficient || B > MaximumCoefficient ? $"a and b must be <= {MaximumCoefficient}"
            : W > (double)MaximumIntervalSeconds ? $"w must be <= {MaximumIntervalSeconds}"
            : null;

        public Duration Interval => Duration.FromMilliseconds(Math.Max(1, (long)(W * 1_000)));
    }
}
