using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Aqm;

/// <summary>Random early detection, whoever sets its parameters.</summary>
/// <remarks>
/// Between two drops, packets are counted and compared with a random number that is drawn once per drop
/// (Floyd and Jacobson, 1993, section 7 and figure 17), so that drops lie evenly apart: with a probability p,
/// from 1 to 1/p packets.
/// </remarks>
public abstract class REDElement : QueueDropper
{
    private const int Version = 1;
    private const long MaximumCount = 1 << 30;
    private const long NotCounting = -1;

    private RandomStream _random = null!;
    private long _count = NotCounting;
    private long _draw;

    private protected REDCurve Curve { get; set; }

    private protected override string Parameters =>
        $"{Curve.Thresholds}, {QueuesArgument}, {Curve.Keywords}";

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        return base.Initialize();
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        base.TakeState(old);
        if (old is REDElement other)
        {
            _count = other._count;
            _draw = other._draw;
        }
    }

    /// <summary>Drops, the average, and how far the next drop is.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(Version);
        writer.Write(Drops);
        Average.Export(ref writer);
        writer.Write(_count);
        writer.Write(_draw);
        writer.Write(Curve.MaximumProbability);
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 7, Version);
        Drops = reader.ReadInt64();
        Average.Import(ref reader);
        _count = Math.Clamp(reader.ReadInt64(), NotCounting, MaximumCount);
        _draw = Math.Clamp(reader.ReadInt64(), 0, 1L << REDCurve.FineBits);
        Curve = Curve with { MaximumProbability = Math.Min(reader.ReadUInt32(), REDCurve.Certain) };
    }

    /// <summary>Reads the keyword STABILITY.</summary>
    private protected static int ReadStability(ArgumentReader arguments) => (int)Math.Min(
        arguments.Keyword("STABILITY", ArgumentTypes.UInt32(), 4u), QueueAverage.MaximumStabilityShift + 1);

    /// <summary>Uses what was read, unless something is wrong with it.</summary>
    private protected void Use(ArgumentReader arguments, REDCurve curve, Element[] queues)
    {
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (curve.Problem is { } problem)
        {
            arguments.Error(problem);
            return;
        }

        UseQueues(arguments, queues);
        if (arguments.Errors.Count == 0)
        {
            Use(curve);
        }
    }

    private protected override void AddParameterHandlers(HandlerTable handlers)
    {
        ArgumentParser<uint> probability = ArgumentTypes.FixedPoint(REDCurve.ProbabilityBits);
        AddHandler(handlers, "min_thresh", 0, ArgumentTypes.UInt32(), min => Curve with { Minimum = min });
        AddHandler(handlers, "max_thresh", 1, ArgumentTypes.UInt32(), max => Curve with { Maximum = max });
        AddHandler(handlers, "max_p", 2, probability, p => Curve with { MaximumProbability = p });
    }

    private protected override bool MayNotPass()
    {
        Average.Observe(QueueLength, Now);
        long probability = Curve.ProbabilityAt(Average.Scaled);
        if (probability == 0)
        {
            _count = NotCounting;
            return false;
        }

        _count = Math.Min(_count + 1, MaximumCount);
        if (probability < 1L << REDCurve.FineBits
            && (_count == 0 || (Int128)_count * probability <= _draw))
        {
            if (_count == 0)
            {
                Draw();
            }

            return false;
        }

        _count = 0;
        Draw();
        return true;
    }

    private void AddHandler(
        HandlerTable handlers,
        string name,
        int place,
        ArgumentParser<uint> parser,
        Func<uint, REDCurve> change)
    {
        handlers.Read(name, () => Curve.Thresholds.Split(", ")[place]);
        handlers.Write(name, text =>
        {
            if (!parser(text.Trim(), out uint value, out string? error))
            {
                return $"{name.ToUpperInvariant()}: {error ?? "invalid number"}";
            }

            REDCurve changed = change(value);
            if (changed.Problem is { } problem)
            {
                return problem;
            }

            Use(changed);
            return null;
        });
    }

    private void Use(REDCurve curve)
    {
        Curve = curve;
        Average.StabilityShift = curve.StabilityShift;
    }

    private void Draw() => _draw = (long)_random.NextUInt64(1UL << REDCurve.FineBits);
}
