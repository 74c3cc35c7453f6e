using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Numbers pairs of IP addresses: the same number for both directions.</summary>
/// <syntax>AggregateIPAddrPair([keywords TIMEOUT 0, REAP 1200])</syntax>
/// <remarks>
/// Sets the aggregate annotation to the pair's number, from 1 on, and paint to 0 in the direction of its
/// first packet, to 1 in the other. A pair that is silent for TIMEOUT seconds of packets' time is forgotten
/// (0: never), looked for every REAP seconds. Packets without IP header leave at output 1, if there is one.
/// </remarks>
/// <handler name="clear" access="w">Forgets all pairs.</handler>
public sealed class AggregateIPAddrPair : SimpleElement, IAggregateSource
{
    private const int DefaultReapSeconds = 20 * 60;

    private readonly Dictionary<HostPair, Pair> _pairs = [];
    private readonly List<IAggregateListener> _listeners = [];
    private Duration _timeout;
    private Duration _reap;
    private Instant? _nextReap;
    private uint _next = 1;
    private bool _warned;

    /// <inheritdoc/>
    public override string ClassName => "AggregateIPAddrPair";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Duration);
        _reap = arguments.Keyword("REAP", ArgumentTypes.Duration, Duration.FromSeconds(DefaultReapSeconds));
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Button("clear", () => Reap(null));

    void IAggregateSource.AddListener(IAggregateListener listener) => _listeners.Add(listener);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes)
        {
            Divert(1, packet);
            return null;
        }

        Instant time = TimeOf(packet);
        uint source = IpAddress.Read(header[12..]).Value;
        HostPair hosts = HostPair.Of(source, IpAddress.Read(header[16..]).Value);
        bool flipped = source != hosts.Low;
        bool known = _pairs.TryGetValue(hosts, out Pair? pair);
        if (known && IsOver(pair!, time))
        {
            End(hosts, pair!);
            known = false;
        }

        if (!known)
        {
            if (_pairs.Count >= AggregateBounds.MaximumCount)
            {
                Divert(1, packet);
                return null;
            }

            pair = new Pair(_next, flipped);
            _pairs.Add(hosts, pair);
            _next = _next == uint.MaxValue ? 1 : _next + 1;
        }

        pair!.Last = time;
        packet.Annotations.Aggregate = pair.Aggregate;
        packet.Annotations.Paint = pair.IsReverse == flipped ? (byte)0 : (byte)1;
        ReapWhenDue(time);
        return packet;
    }

    private Instant TimeOf(Packet packet)
    {
        if (_timeout > Duration.Zero && packet.Annotations.Timestamp == Instant.Zero)
        {
            if (!_warned)
            {
                _warned = true;
                Environment.Console?.WriteMessage($"{this}: warning: packet received without timestamp");
            }

            packet.Annotations.Timestamp = Now;
        }

        return packet.Annotations.Timestamp;
    }

    private bool IsOver(Pair pair, Instant time) =>
        _timeout > Duration.Zero && time.Nanoseconds - pair.Last.Nanoseconds > _timeout.Nanoseconds;

    private void ReapWhenDue(Instant time)
    {
        if (_timeout > Duration.Zero && (_nextReap is not { } due || time > due))
        {
            if (_nextReap is not null)
            {
                Reap(time);
            }

            _nextReap = time + _reap;
        }
    }

    // Null ends all of them.
    private void Reap(Instant? time)
    {
        foreach ((HostPair hosts, Pair pair) in _pairs
            .Where(entry => time is not { } now || IsOver(entry.Value, now))
            .OrderBy(entry => entry.Value.Aggregate).ToArray())
        {
            End(hosts, pair);
        }
    }

    private void End(HostPair hosts, Pair pair)
    {
        _pairs.Remove(hosts);
        foreach (IAggregateListener listener in _listeners)
        {
            listener.OnAggregateEnded(pair.Aggregate);
        }
    }

    private sealed class Pair(uint aggregate, bool isReverse)
    {
        public uint Aggregate { get; } = aggregate;

        public bool IsReverse { get; } = isReverse;

        public Instant Last { get; set; }
    }
}
