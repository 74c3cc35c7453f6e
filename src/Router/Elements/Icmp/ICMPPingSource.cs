using System.Buffers.Binary;
using System.Globalization;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Ip;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Sends ICMP echo requests, and tells what comes back.</summary>
/// <syntax>
/// ICMPPingSource(SRC, DST[, keywords INTERVAL 1s, IDENTIFIER 0, LIMIT -1, DATA "", ACTIVE true, VERBOSE
/// true, STOP false, MIRROR false])
/// </syntax>
/// <remarks>
/// One request each INTERVAL, LIMIT in all (negative: no end), with DATA behind the header; the first one
/// after an INTERVAL. Pulled, it gives one at each pull. The optional input takes answers: their round-trip
/// times, by time stamps, are told with VERBOSE and summed up. With MIRROR an answer is turned into the next
/// request at once, whatever LIMIT says. With STOP the router is stopped when LIMIT is reached. Sequence
/// numbers count from 1 and pass over 0.
/// </remarks>
/// <handler name="active" access="rw">ACTIVE.</handler>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
/// <handler name="count" access="r">Requests so far.</handler>
/// <handler name="limit" access="w">LIMIT.</handler>
/// <handler name="interval" access="w">INTERVAL.</handler>
/// <handler name="reset_counts" access="w">Sets all counts to 0.</handler>
/// <handler name="summary" access="r">Requests, answers, loss and times; only with the input.</handler>
/// <handler name="rtt_min" access="r">Shortest time in seconds; only with the input.</handler>
/// <handler name="rtt_avg" access="r">Mean time in seconds; only with the input.</handler>
/// <handler name="rtt_max" access="r">Longest time in seconds; only with the input.</handler>
public sealed class ICMPPingSource : Element
{
    private const byte TimeToLive = 200;
    private const int IdentifierShift = 16;
    private const int HeadersBytes = Ipv4Header.LengthBytes + IcmpHeader.LengthBytes;
    private const int MaximumDataBytes = Ipv4Header.MaximumPacketBytes - HeadersBytes;
    private static readonly Duration Second = Duration.FromSeconds(1);

    private PingStatistics? _statistics;
    private RouterTimer? _timer;
    private IpAddress _source;
    private IpAddress _destination;
    private byte[] _data = [];
    private ushort _identifier;
    private Duration _interval;
    private long _limit;
    private long _count;
    private bool _active;
    private bool _verbose;
    private bool _stop;
    private bool _mirror;

    /// <inheritdoc/>
    public override string ClassName => "ICMPPingSource";

    /// <inheritdoc/>
    public override string PortCounts => "0-1/1";

    /// <inheritdoc/>
    public override string Processing => "h/a";

    private bool IsPush => Output(0).IsPush;

    private bool MayEmit => _limit < 0 || _count < _limit;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        _destination = arguments.Mandatory("DST", ArgumentTypes.IpAddress(this));
        bool hasInterval = arguments.HasKeyword("INTERVAL");
        _interval = arguments.Keyword("INTERVAL", ArgumentTypes.Duration, Second);
        _identifier = (ushort)arguments.Keyword("IDENTIFIER", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        string data = arguments.Keyword("DATA", ArgumentTypes.Text, "");
        _limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64(), -1);
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, true);
        _stop = arguments.Keyword("STOP", ArgumentTypes.Bool, false);
        _mirror = arguments.Keyword("MIRROR", ArgumentTypes.Bool, false);
        _data = [.. data.Take(MaximumDataBytes).Select(at => (byte)at)];
        if (_interval <= Duration.Zero)
        {
            arguments.Warning("warning: INTERVAL so small that it is zero");
        }

        if (!IsPush && hasInterval)
        {
            arguments.Warning("warning: element is pull, INTERVAL parameter will be ignored");
        }

        if (!IsPush && _mirror)
        {
            arguments.Error("MIRROR invalid on pull element");
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _statistics = InputCount > 0 ? new PingStatistics() : null;
        if (IsPush)
        {
            _timer = new RouterTimer(this, EmitDue);
            Schedule();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("active", () => _active ? "true" : "false", HandlerFlags.Checkbox);
        handlers.Write("active", WriteActive);
        handlers.Read("src", () => $"{_source}", HandlerFlags.Calm);
        handlers.Write("src", text => IpArguments.WriteAddress(this, text, ref _source));
        handlers.Read("dst", () => $"{_destination}", HandlerFlags.Calm);
        handlers.Write("dst", text => IpArguments.WriteAddress(this, text, ref _destination));
        handlers.Read("count", () => $"{_count}");
        handlers.Write("limit", WriteLimit, HandlerFlags.Calm);
        handlers.Write("interval", WriteInterval);
        handlers.Write("reset_counts", _ => Reset(), HandlerFlags.Button);
        if (InputCount > 0)
        {
            handlers.Read("summary", () => _statistics!.Summary(_count));
            handlers.Read("rtt_min", () => Seconds(_statistics!.Shortest));
            handlers.Read("rtt_avg", () => Seconds(_statistics!.Mean));
            handlers.Read("rtt_max", () => Seconds(_statistics!.Longest));
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_statistics is not null && _verbose)
        {
            foreach (string line in _statistics.Summary(_count).TrimEnd('\n').Split('\n'))
            {
                Environment.Console?.WriteMessage($"{this}: {line}");
            }
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (_active && MayEmit)
        {
            return Make(null);
        }

        if (_active && _stop)
        {
            _stop = false;
            Router.RequestStop();
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (!IsAnswer(packet))
        {
            packet.Kill();
            return;
        }

        Count(packet);
        if (!_mirror)
        {
            packet.Kill();
            return;
        }

        Output(0).Push(Make(packet));
    }

    private static string Seconds(Duration time) =>
        (time.Nanoseconds / 1000 * 0.000_001m).ToString("0.000000", CultureInfo.InvariantCulture);

    private bool IsAnswer(Packet packet)
    {
        ReadOnlySpan<byte> message = packet.TransportHeader;
        return packet.NetworkHeader.Length >= Ipv4Header.LengthBytes
            && Ipv4Header.ReadProtocol(packet.NetworkHeader) == IpProtocol.Icmp
            && message.Length >= IcmpHeader.LengthBytes && message[0] == IcmpNames.EchoReply
            && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == _identifier;
    }

    private void Count(Packet packet)
    {
        ushort sequence = BinaryPrimitives.ReadUInt16BigEndian(packet.TransportHeader[6..]);
        if (_statistics!.TryCount(sequence, packet.Annotations.Timestamp, out Duration time) && _verbose)
        {
            var header = Ipv4Header.ReadChecked(packet.NetworkHeader);
            long microseconds = time.Nanoseconds / 1000;
            Environment.Console?.WriteMessage(string.Create(
                CultureInfo.InvariantCulture,
                $"{this}: {header.PayloadBytes - IcmpHeader.LengthBytes} bytes from {header.Source}: "
                    + $"icmp_seq={sequence} ttl={header.TimeToLive} "
                    + $"time={microseconds / 1000}.{microseconds % 1000:000} ms"));
        }
    }

    // A new request, or an answer made into one; its data stays.
    private Packet Make(Packet? answer)
    {
        Packet packet = answer ?? Pool.Take(HeadersBytes + _data.Length);
        if (answer is null)
        {
            _data.CopyTo(packet.WritableData()[HeadersBytes..]);
        }
        else
        {
            HeaderEdge.MoveTo(packet, packet.NetworkOffset);
            packet.Put(Math.Max(HeadersBytes - packet.LengthBytes, 0));
        }

        ushort sequence = (ushort)((_count % ushort.MaxValue) + 1);
        _count++;
        Span<byte> bytes = packet.WritableData();
        new IcmpHeader(IcmpType.Echo, 0, ((uint)_identifier << IdentifierShift) | sequence)
            .Write(bytes[Ipv4Header.LengthBytes..]);
        new Ipv4Header
        {
            TotalLengthBytes = bytes.Length,
            Identification = sequence,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Icmp,
            Source = _source,
            Destination = _destination,
        }.Write(bytes);
        packet.SetNetworkHeader(0);
        packet.SetTransportHeader(Ipv4Header.LengthBytes);
        packet.Annotations.DestinationIp = _destination.Value;
        packet.Annotations.Timestamp = Now;
        _statistics?.Sent(sequence, Now);
        return packet;
    }

    private void EmitDue(Instant now)
    {
        if (!MayEmit)
        {
            if (_stop)
            {
                Router.RequestStop();
            }

            return;
        }

        Output(0).Push(Make(null));
        _timer!.ScheduleAt(_timer.Deadline + Pause);
    }

    // An interval of nothing would never let time go on.
    private Duration Pause => Duration.Max(_interval, Duration.FromMilliseconds(1));

    private void Schedule()
    {
        if (_active && _limit != 0)
        {
            _timer!.ScheduleAfter(Pause);
        }
    }

    private string? WriteActive(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool active, out _))
        {
            return "type mismatch";
        }

        _active = active;
        if (_timer is null)
        {
            return null;
        }

        if (!active)
        {
            _timer.Cancel();
        }
        else if (!_timer.IsScheduled)
        {
            _timer.ScheduleAfter(Duration.Zero);
        }

        return null;
    }

    private string? WriteLimit(string text)
    {
        if (!ArgumentTypes.Int64()(text.Trim(), out long limit, out _))
        {
            return "'limit' should be integer";
        }

        _limit = limit;
        Resume();
        return null;
    }

    private string? WriteInterval(string text)
    {
        if (!ArgumentTypes.Duration(text.Trim(), out Duration interval, out _))
        {
            return "'interval' should be an interval";
        }

        _interval = interval;
        return null;
    }

    private string? Reset()
    {
        _count = 0;
        _statistics = _statistics is null ? null : new PingStatistics();
        Resume();
        return null;
    }

    private void Resume()
    {
        if (MayEmit && _active && _timer is { IsScheduled: false } timer)
        {
            timer.ScheduleAfter(Pause);
        }
    }
}
