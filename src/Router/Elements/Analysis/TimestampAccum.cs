using System.Globalization;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Adds up how old packets are: the time from their time stamps to now.</summary>
/// <syntax>TimestampAccum</syntax>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="time" access="r">The sum in seconds.</handler>
/// <handler name="average_time" access="r">The mean in seconds.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
public sealed class TimestampAccum : SimpleElement
{
    private const double NanosecondsPerSecond = 1e9;

    private long _count;
    private Int128 _nanoseconds;

    /// <inheritdoc/>
    public override string ClassName => "TimestampAccum";

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("time", () => Text((double)_nanoseconds / NanosecondsPerSecond));
        handlers.Read("average_time", () => Text((double)_nanoseconds / NanosecondsPerSecond / _count));
        handlers.Button("reset_counts", () => (_count, _nanoseconds) = (0, 0));
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        _nanoseconds += (Int128)Now.Nanoseconds - packet.Annotations.Timestamp.Nanoseconds;
        _count++;
        return packet;
    }

    private static string Text(double seconds) =>
        seconds.ToString("G12", CultureInfo.InvariantCulture) + "\n";
}
