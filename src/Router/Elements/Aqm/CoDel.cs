using System.Globalization;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Aqm;

/// <summary>Drops packets that waited in a queue for long, until the wait is short again.</summary>
/// <syntax>CoDel([TARGET 5ms, INTERVAL 100ms, keywords QUEUES])</syntax>
/// <remarks>
/// Controlled Delay. A packet's wait is the time since its first timestamp annotation, which
/// <c>SetTimestamp(FIRST true)</c> sets before the queue; a packet without one has not waited. Once packets
/// waited TARGET or longer for INTERVAL, one is dropped, and then one after INTERVAL / √n for the nth drop,
/// until a packet waited shorter, or the queues are empty behind it. The queues are the nearest ones before
/// it, or those that QUEUES names, separated by spaces.
/// <para>RFC 8289, "Controlled Delay Active Queue Management".</para>
/// </remarks>
/// <handler name="drops" access="r">Packets dropped.</handler>
/// <handler name="codel_interval" access="rw">INTERVAL.</handler>
/// <handler name="codel_target" access="rw">TARGET.</handler>
/// <handler name="stats" access="r">The length of the queues and the drops, in words.</handler>
/// <handler name="queues" access="r">The names of the queues, a line each.</handler>
/// <handler name="config" access="r">The arguments in force.</handler>
/// <example>SetTimestamp(FIRST true) -> Queue(200) -> CoDel(5ms, 100ms) -> ToDevice(eth0)</example>
public sealed class CoDel : Element
{
    private const int Version = 1;

    // RFC 8289, section 5.5: a new phase of drops within this many intervals goes on at the old one's rate.
    private const int RecentIntervals = 16;

    private static readonly Duration MaximumTime = Duration.FromSeconds(86_400);

    private WatchedQueues? _queues;
    private Element[] _named = [];
    private Duration _target;
    private Duration _interval;
    private Instant? _longSince;
    private Instant _nextDrop;
    private bool _isDropping;
    private long _count;
    private long _lastCount;

    /// <inheritdoc/>
    public override string ClassName => "CoDel";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool IsOneByOne => true;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <summary>How many packets did not pass.</summary>
    public long Drops { get; private set; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Duration target = arguments.Positional(
            "TARGET", ArgumentTypes.Duration, Duration.FromMilliseconds(5));
        Duration interval = arguments.Positional(
            "INTERVAL", ArgumentTypes.Duration, Duration.FromMilliseconds(100));
        Element[] named = WatchedQueues.ReadNames(arguments, this);
        arguments.Complete();
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        WatchedQueues? queues = _queues;
        if (queues is not null)
        {
            queues = WatchedQueues.Find(this, named, upstream: true, out string? error);
            if (error is not null)
            {
                arguments.Error(error);
                return;
            }
        }

        _target = Duration.Min(target, MaximumTime);
        _interval = Duration.Min(interval, MaximumTime);
        (_named, _queues) = (named, queues);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _queues = WatchedQueues.Find(this, _named, upstream: true, out string? error);
        return error;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("drops", () => $"{Drops}");
        handlers.Read("codel_interval", () => Show(_interval));
        handlers.WriteArgument("codel_interval", "INTERVAL", 1);
        handlers.Read("codel_target", () => Show(_target));
        handlers.WriteArgument("codel_target", "TARGET", 0);
        handlers.Read("stats", () => $"{_queues!.Length} current queue\n{Drops} drops\n");
        handlers.Read("queues", () => _queues!.Lines);
        handlers.Read(
            "config",
            () => $"{Show(_target)}, {Show(_interval)}, {_queues!.Argument}");
    }

    /// <summary>Drops, and where the control of drops stands.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(Version);
        writer.Write(Drops);
        writer.Write(_longSince?.Nanoseconds ?? -1);
        writer.Write(_nextDrop.Nanoseconds);
        writer.Write(_isDropping);
        writer.Write(_count);
        writer.Write(_lastCount);
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 7, Version);
        Drops = reader.ReadInt64();
        long since = reader.ReadInt64();
        _longSince = since < 0 ? null : new Instant(since);
        _nextDrop = new Instant(reader.ReadInt64());
        _isDropping = reader.ReadBoolean();
        _count = Math.Max(reader.ReadInt64(), 1);
        _lastCount = Math.Max(reader.ReadInt64(), 0);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Instant now = Now;
        Packet? packet = Take(now, out bool isLong);
        if (_isDropping)
        {
            return GoOn(packet, isLong, now);
        }

        if (!isLong)
        {
            return packet;
        }

        Drop(packet!);
        packet = Take(now, out _);
        _isDropping = true;
        long recent = _count - _lastCount;
        _count = recent > 1 && now - _nextDrop < _interval * RecentIntervals ? recent : 1;
        _lastCount = _count;
        _nextDrop = After(now);
        return packet;
    }

    private static string Show(Duration time)
    {
        string digits = time.Nanoseconds % 1_000 == 0 ? "0.000000" : "0.000000000";
        return (time.Nanoseconds / 1e9m).ToString(digits, CultureInfo.InvariantCulture) + "s";
    }

    private Packet? GoOn(Packet? packet, bool isLong, Instant now)
    {
        _isDropping = isLong;
        while (_isDropping && now >= _nextDrop)
        {
            Drop(packet!);
            _count++;
            packet = Take(now, out _isDropping);
            if (_isDropping)
            {
                _nextDrop = After(_nextDrop);
            }
        }

        return packet;
    }

    // Pulls one and says whether packets waited for too long long enough.
    private Packet? Take(Instant now, out bool isLong)
    {
        isLong = false;
        if (Input(0).Pull() is not { } packet)
        {
            _longSince = null;
            return null;
        }

        Instant first = packet.Annotations.FirstTimestamp;
        if (first == Instant.Zero || now - first < _target || _queues!.Length == 0)
        {
            _longSince = null;
        }
        else
        {
            isLong = _longSince is { } since && now >= since + _interval;
            _longSince ??= now;
        }

        return packet;
    }

    private void Drop(Packet packet)
    {
        Drops++;
        packet.Kill();
    }

    // RFC 8289, section 5.4: interval / √count later. The root is taken of 2^20 / count, in whole numbers.
    private Instant After(Instant time)
    {
        long interval = _interval.Nanoseconds;
        ulong root = Root((1UL << 40) / (ulong)_count);
        return time + Duration.FromNanoseconds(Math.Max(1, (long)(((Int128)interval * root) >> 20)));
    }

    // The greatest whole number whose square is not above, bit by bit.
    private static ulong Root(ulong number)
    {
        ulong root = 0;
        for (ulong bit = 1UL << 31; bit > 0; bit >>= 1)
        {
            ulong tried = root | bit;
            root = tried * tried <= number ? tried : root;
        }

        return root;
    }
}
