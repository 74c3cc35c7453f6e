using System.Globalization;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Counts packets and bytes, and how many came per second from the first to the last.</summary>
/// <syntax>AverageCounter([IGNORE 0])</syntax>
/// <remarks>
/// IGNORE leaves out what comes in the first so many seconds. Times count in steps of 10 milliseconds.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="byte_count" access="r">Bytes so far.</handler>
/// <handler name="rate" access="r">Packets per second.</handler>
/// <handler name="byte_rate" access="r">Bytes per second.</handler>
/// <handler name="reset" access="w">Starts again.</handler>
public sealed class AverageCounter : SimpleElement
{
    private const long StepsPerSecond = 100;
    private const long StepNanoseconds = 1_000_000_000 / StepsPerSecond;

    private long _ignoredSteps;
    private long _count;
    private long _byteCount;
    private long? _firstStep;
    private long _lastStep;
    private Instant _seen;

    /// <inheritdoc/>
    public override string ClassName => "AverageCounter";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _ignoredSteps =
        arguments.Positional("IGNORE", ArgumentTypes.Int64(0, uint.MaxValue), 0) * StepsPerSecond;

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("byte_count", () => $"{_byteCount}\n");
        handlers.Read("rate", () => Rate(_count));
        handlers.Read("byte_rate", () => Rate(_byteCount));
        handlers.Button("reset", () =>
        {
            _count = _byteCount = _lastStep = 0;
            _firstStep = null;
            _seen = default;
        });
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (Now != _seen || _firstStep is null)
        {
            _seen = Now;
            _lastStep = Now.Nanoseconds / StepNanoseconds;
            _firstStep ??= _lastStep;
        }

        if (_lastStep - _firstStep >= _ignoredSteps)
        {
            _count++;
            _byteCount += packet.LengthBytes;
        }

        return packet;
    }

    private string Rate(long count)
    {
        long steps = Math.Max(1, _lastStep - (_firstStep ?? 0) - _ignoredSteps);
        return ((double)count * StepsPerSecond / steps).ToString("G12", CultureInfo.InvariantCulture) + "\n";
    }
}
