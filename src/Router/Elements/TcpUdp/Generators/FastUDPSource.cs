using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp.Generators;

/// <summary>Gives out the same UDP datagram in an Ethernet frame at a fixed rate.</summary>
/// <syntax>
/// FastUDPSource(RATE, LIMIT, LENGTH, SRCETH, SRCIP, SPORT, DSTETH, DSTIP, DPORT[, CHECKSUM true, INTERVAL 0,
/// ACTIVE true])
/// </syntax>
/// <remarks>
/// RATE in packets per second (0: as fast as it is pulled; at most 10000000), LIMIT in packets (negative: no
/// end), LENGTH of the frame in bytes (60 to 1514). With INTERVAL, both ports grow by one after every so many
/// packets. Packet n is due n / RATE after the first; what nobody pulled in time is made up for. All packets
/// share their bytes; the payload is zeros.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="rate" access="rw">Reads how many packets per second left between the first and the last;
/// writes RATE.</handler>
/// <handler name="reset" access="w">Starts counting again, so that LIMIT more packets leave.</handler>
/// <handler name="active" access="w">ACTIVE.</handler>
/// <handler name="limit" access="w">LIMIT.</handler>
public sealed class FastUDPSource : Element
{
    private const int MinimumLengthBytes = 60;
    private const int MaximumLengthBytes = 1514;
    private const int IpOffset = EthernetHeader.LengthBytes;
    private const int UdpOffset = IpOffset + Ipv4Header.LengthBytes;
    private const uint MaximumRate = 10_000_000;
    private const byte TimeToLive = 250;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private Addresses _addresses;
    private Packet? _template;
    private uint _rate;
    private long _limit;
    private int _lengthBytes;
    private uint _interval;
    private uint _portShift;
    private bool _hasChecksum;
    private bool _isActive;
    private long _count;
    private Instant _first;
    private Instant _last;

    /// <inheritdoc/>
    public override string ClassName => "FastUDPSource";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override string Processing => "/l";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _rate = arguments.Mandatory("RATE", ArgumentTypes.UInt32());
        _limit = arguments.Mandatory("LIMIT", ArgumentTypes.Int64());
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0, MaximumLengthBytes));
        _addresses.SourceMac = arguments.Mandatory("SRCETH", ArgumentTypes.MacAddress(this));
        _addresses.Source = arguments.Mandatory("SRCIP", ArgumentTypes.IpAddress(this));
        _addresses.SourcePort = arguments.Mandatory("SPORT", ArgumentTypes.UdpPort(this));
        _addresses.DestinationMac = arguments.Mandatory("DSTETH", ArgumentTypes.MacAddress(this));
        _addresses.Destination = arguments.Mandatory("DSTIP", ArgumentTypes.IpAddress(this));
        _addresses.DestinationPort = arguments.Mandatory("DPORT", ArgumentTypes.UdpPort(this));
        _hasChecksum = arguments.Positional("CHECKSUM", ArgumentTypes.Bool, true);
        _interval = arguments.Positional("INTERVAL", ArgumentTypes.UInt32(), 0u);
        _isActive = arguments.Positional("ACTIVE", ArgumentTypes.Bool, true);
        _rate = Math.Min(_rate, MaximumRate);
        if (_lengthBytes < MinimumLengthBytes)
        {
            arguments.Warning($"warning: packet length < {MinimumLengthBytes}, defaulting to 60");
            _lengthBytes = MinimumLengthBytes;
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("count", () => $"{_count}");
        handlers.Read("rate", () => $"{MeasuredRate()}");
        handlers.Write("rate", WriteRate);
        handlers.Button("reset", () => _count = 0);
        handlers.Write("active", WriteActive, HandlerFlags.Checkbox);
        handlers.Write("limit", WriteLimit);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (!_isActive || (_limit >= 0 && _count >= _limit))
        {
            return null;
        }

        Instant now = Now;
        _first = _count == 0 ? now : _first;
        if (_rate > 0 && (Int128)(now - _first).Nanoseconds * _rate < (Int128)_count * NanosecondsPerSecond)
        {
            return null;
        }

        if (_interval > 0 && _count > 0 && _count % _interval == 0)
        {
            _portShift++;
            Cleanup();
        }

        _count++;
        _last = now;
        Packet packet = (_template ??= Build()).Clone();
        packet.Annotations.Timestamp = now;
        return packet;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _template?.Kill();
        _template = null;
    }

    private long MeasuredRate()
    {
        long nanoseconds = (_last - _first).Nanoseconds;
        return nanoseconds <= 0 ? 0 : (long)((Int128)_count * NanosecondsPerSecond / nanoseconds);
    }

    private string? WriteRate(string text)
    {
        if (!ArgumentTypes.UInt32()(text.Trim(), out uint rate, out _))
        {
            return "rate parameter must be integer >= 0";
        }

        if (rate > MaximumRate)
        {
            return $"rate too large; max is {MaximumRate}";
        }

        (_rate, _count) = (rate, 0);
        return null;
    }

    private string? WriteActive(string text)
    {
        if (!ArgumentTypes.Bool(text.Trim(), out bool isActive, out _))
        {
            return "active parameter must be boolean";
        }

        (_isActive, _count) = (isActive, 0);
        return null;
    }

    private string? WriteLimit(string text)
    {
        if (!ArgumentTypes.Int64()(text.Trim(), out long limit, out _))
        {
            return "limit parameter must be integer >= 0";
        }

        _limit = limit;
        return null;
    }

    private Packet Build()
    {
        Packet packet = Pool.Take(_lengthBytes);
        Span<byte> frame = packet.WritableData();
        frame.Clear();
        new EthernetHeader(_addresses.DestinationMac, _addresses.SourceMac, EtherTypes.Ipv4).Write(frame);
        Span<byte> datagram = frame[UdpOffset..];
        UdpBytes.WriteHeader(
            datagram,
            (ushort)(_addresses.SourcePort + _portShift),
            (ushort)(_addresses.DestinationPort + _portShift));
        if (_hasChecksum)
        {
            UdpBytes.WriteChecksum(datagram, _addresses.Source, _addresses.Destination);
        }

        new Ipv4Header
        {
            TotalLengthBytes = _lengthBytes - IpOffset,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Udp,
            Source = _addresses.Source,
            Destination = _addresses.Destination,
        }.Write(frame[IpOffset..]);
        packet.SetMacHeader(0);
        packet.SetNetworkHeader(IpOffset);
        packet.SetTransportHeader(UdpOffset);
        packet.Annotations.DestinationIp = _addresses.Destination.Value;
        return packet;
    }

    // Who sends to whom.
    private struct Addresses
    {
        public MacAddress SourceMac;
        public MacAddress DestinationMac;
        public IpAddress Source;
        public IpAddress Destination;
        public ushort SourcePort;
        public ushort DestinationPort;
    }
}
