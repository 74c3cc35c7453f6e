using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes a random part of the packets.</summary>
/// <syntax>RandomSample([P, keywords SAMPLE, DROP, ACTIVE true])</syntax>
/// <remarks>
/// P, or SAMPLE, is the probability with which a packet passes, DROP that with which it does not; one of them
/// must be given. Others leave at output 1, or are dropped when it is not in use. Without ACTIVE all pass.
/// </remarks>
/// <handler name="sampling_prob" access="rw">P.</handler>
/// <handler name="drop_prob" access="rw">1 - P.</handler>
/// <handler name="active" access="rw">ACTIVE.</handler>
/// <handler name="drops" access="r">Packets that did not pass.</handler>
public sealed class RandomSample : SimpleElement
{
    private const long Missing = -1;

    private RandomStream _random = null!;
    private long _passes;
    private bool _active;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "RandomSample";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        long sample = Read(
            arguments, arguments.Keyword("SAMPLE", ArgumentTypes.Real, double.NaN), "sampling");
        long drop = Read(arguments, arguments.Keyword("DROP", ArgumentTypes.Real, double.NaN), "drop");
        arguments.Consume();
        long position = Read(
            arguments, arguments.Positional("P", ArgumentTypes.Real, double.NaN), "sampling");
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        sample = sample == Missing ? position : sample;
        if (sample != Missing && drop != Missing)
        {
            arguments.Error("give at most one of SAMPLE and DROP");
        }
        else if (sample == Missing && drop == Missing)
        {
            arguments.Error("P: required argument missing");
        }

        _passes = drop != Missing ? Probability.One - drop : sample;
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("sampling_prob", () => Probability.Show(_passes));
        handlers.Write("sampling_prob", text => Write(text, passes => _passes = passes));
        handlers.Read("drop_prob", () => Probability.Show(Probability.One - _passes));
        handlers.Write("drop_prob", text => Write(text, drops => _passes = Probability.One - drops));
        handlers.Switch("active", () => _active, active => _active = active);
        handlers.Read("drops", () => $"{_drops}");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (!_active || _random.NextChance(_passes))
        {
            return packet;
        }

        _drops++;
        Divert(1, packet);
        return null;
    }

    private static long Read(ArgumentReader arguments, double number, string kind)
    {
        if (double.IsNaN(number))
        {
            return Missing;
        }

        if (number is < 0 or > 1)
        {
            arguments.Error($"{kind} probability must be between 0 and 1");
            return Missing;
        }

        return (long)Math.Round(number * Probability.One);
    }

    private static string? Write(string text, Action<long> write)
    {
        if (!Probability.Parser(text.Trim(), out long value, out _))
        {
            return Probability.Expected;
        }

        write(value);
        return null;
    }
}
