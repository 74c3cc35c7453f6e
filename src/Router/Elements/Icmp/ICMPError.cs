using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>
/// Turns a packet into an ICMP report to its sender (RFC 792; whom to report to: RFC 1122, 3.2.2).
/// </summary>
/// <remarks>
/// ICMPError(SRC, TYPE [, CODE 0], keywords MTU 0, RATE 1000, BURST 50) — one input, one output, agnostic.
/// TYPE: a number or <c>unreachable timeexceeded parameterproblem redirect</c>; CODE: a number or <c>net host
/// protocol port needfrag transit filter</c>. MTU is told with needfrag. At most RATE reports a second leave
/// after a BURST (0: no bound), so that a flood cannot make a flood. The report's destination is annotated;
/// <c>FixSource</c> is set, so that FixIPSrc may give it the outgoing port's address. Packets that must not
/// be reported on (reports, fragments, groups) and those over the rate are dropped. Handlers: <c>count</c>,
/// <c>drops</c>, <c>limited</c> (r).
/// </remarks>
public sealed class ICMPError : SimpleElement
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const byte FragmentationNeeded = (byte)IcmpUnreachableCode.FragmentationNeeded;

    private IpAddress _source;
    private IcmpHeader _report;
    private long _rate;
    private long _burst;
    private Instant _full;
    private long _count;
    private long _drops;
    private long _limited;

    /// <inheritdoc/>
    public override string ClassName => "ICMPError";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _source = arguments.Mandatory("SRC", ArgumentTypes.Ip);
        byte type = arguments.Mandatory<byte>("TYPE", ParseType);
        byte code = arguments.Positional<byte>("CODE", ParseCode, 0);
        int mtu = arguments.Keyword("MTU", ArgumentTypes.Int32(0, ushort.MaxValue), 0);
        _rate = arguments.Keyword("RATE", ArgumentTypes.Int64(0, NanosecondsPerSecond), 1000);
        _burst = arguments.Keyword("BURST", ArgumentTypes.Int64(1, 1_000_000), 50);
        bool tellsMtu = type == (byte)IcmpType.Unreachable && code == FragmentationNeeded;
        _report = new IcmpHeader((IcmpType)type, code, tellsMtu ? (uint)mtu : 0);
        if (!_report.IsError)
        {
            arguments.Error("TYPE: not an error type");
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{_count}\n");
        handlers.Read("drops", () => $"{_drops}\n");
        handlers.Read("limited", () => $"{_limited}\n");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> offending = packet.NetworkHeader;
        bool checkedHeader = Ipv4Header.Check(offending) == Ipv4Fault.None;
        if (!checkedHeader || packet.Annotations.Kind is PacketKind.Broadcast or PacketKind.Multicast
            || !IcmpError.IsAllowedFor(offending))
        {
            _drops++;
            packet.Kill();
            return null;
        }

        if (!TryTakeToken())
        {
            _limited++;
            packet.Kill();
            return null;
        }

        Packet report = Pool.Take(IcmpError.MaximumPacketBytes);
        int lengthBytes = IcmpError.Write(offending, _source, _report, report.WritableData());
        packet.Kill();
        report.Take(IcmpError.MaximumPacketBytes - lengthBytes);
        report.SetNetworkHeader(0);
        report.SetTransportHeader(Ipv4Header.LengthBytes);
        report.Annotations.DestinationIp = Ipv4Header.ReadDestination(report.Data).Value;
        report.Annotations.FixSource = true;
        report.Annotations.Timestamp = Now;
        _count++;
        return report;
    }

    // A bucket that is full again at _full: each report moves that by one interval.
    private bool TryTakeToken()
    {
        if (_rate == 0)
        {
            return true;
        }

        var interval = Duration.FromNanoseconds(NanosecondsPerSecond / _rate);
        Instant full = Instant.Max(_full, Now) + interval;
        if (full - Now > interval * _burst)
        {
            return false;
        }

        _full = full;
        return true;
    }

    private static bool ParseType(string text, out byte value, out string? error)
    {
        error = null;
        value = text switch
        {
            "unreachable" => (byte)IcmpType.Unreachable,
            "timeexceeded" => (byte)IcmpType.TimeExceeded,
            "parameterproblem" => (byte)IcmpType.ParameterProblem,
            "redirect" => (byte)IcmpType.Redirect,
            _ => 0,
        };
        return value != 0 || ParseNumber(text, out value, out error);
    }

    private static bool ParseCode(string text, out byte value, out string? error)
    {
        error = null;
        byte? known = text switch
        {
            "net" or "transit" => 0,
            "host" or "reassembly" => 1,
            "protocol" => 2,
            "port" => 3,
            "needfrag" => FragmentationNeeded,
            "filter" => (byte)IcmpUnreachableCode.Prohibited,
            _ => null,
        };
        value = known ?? 0;
        return known is not null || ParseNumber(text, out value, out error);
    }

    private static bool ParseNumber(string text, out byte value, out string? error)
    {
        bool read = ArgumentTypes.Int32(0, byte.MaxValue)(text, out int wide, out error);
        value = (byte)wide;
        return read;
    }
}
