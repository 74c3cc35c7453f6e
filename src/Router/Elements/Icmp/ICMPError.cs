using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Ip;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>
/// Turns a packet into an ICMP report to its sender (RFC 792; whom to report to: RFC 1812, 4.3.2).
/// </summary>
/// <syntax>
/// ICMPError(SRC, TYPE[, CODE 0, BADADDRS, keywords MTU 576, PMTU 0, SET_FIX_ANNO true, RATE 0, BURST 50])
/// </syntax>
/// <remarks>
/// TYPE: number or <c>unreachable sourcequench redirect timeexceeded parameterproblem</c>; CODE: number or
/// name, such as <c>net host protocol port needfrag transit reassembly erroratptr</c>. The report quotes as
/// much as MTU bytes hold, and goes back along a source route. It tells PMTU with needfrag, the destination
/// annotation as gateway with redirect, and the parameter problem annotation with erroratptr. Its destination
/// is annotated; with SET_FIX_ANNO, FixIPSrc may give it the outgoing port's address. Packets that must not
/// be reported on are dropped: reports, later fragments, what came by broadcast, what is from or to a group,
/// a broadcast address or one of BADADDRS. With a RATE, at most so many reports a second leave after a BURST,
/// so that a flood cannot make a flood. Needs the network header marked.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="mtu" access="rw">MTU.</handler>
/// <handler name="pmtu" access="rw">PMTU.</handler>
/// <handler name="count" access="r">Reports made.</handler>
/// <handler name="drops" access="r">Packets that must not be reported on.</handler>
/// <handler name="limited" access="r">Reports that RATE kept back.</handler>
public sealed class ICMPError : SimpleElement
{
    private const int DefaultLengthBytes = 576;
    private const int IcmpHeaderBytes = 8;
    private const int MinimumLengthBytes = Ipv4Layout.MaximumHeaderBytes + IcmpHeaderBytes;
    private const byte TimeToLive = 200;
    private const byte FragmentationNeeded = 4;
    private const byte ErrorAtPointer = 0;
    private const byte ClassE = 0xf0;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private uint[] _badAddresses = [];
    private IpAddress _source;
    private byte _type;
    private byte _code;
    private int _lengthBytes;
    private int _nextMtuBytes;
    private bool _setsFixAnnotation;
    private ushort _identification = 1;
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
        _source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        int type = arguments.Mandatory<int>("TYPE", IcmpNames.TryParseType, IcmpNames.Unreachable);
        string code = arguments.Positional("CODE", ArgumentTypes.Word, "0");
        _badAddresses = arguments.Positional("BADADDRS", IpArguments.Addresses(this), []);
        _lengthBytes = arguments.Keyword("MTU", LengthParser, DefaultLengthBytes);
        _nextMtuBytes = arguments.Keyword("PMTU", NextMtuParser, 0);
        _setsFixAnnotation = arguments.Keyword("SET_FIX_ANNO", ArgumentTypes.Bool, true);
        _rate = arguments.Keyword("RATE", ArgumentTypes.Int64(0, NanosecondsPerSecond), 0);
        _burst = arguments.Keyword("BURST", ArgumentTypes.Int64(1, 1_000_000), 50);
        if (type is < 0 or > byte.MaxValue)
        {
            arguments.Error("ICMP type must be between 0 and 255");
        }
        else if (!IcmpNames.IsReport(type))
        {
            arguments.Error($"ICMP type {type} is not an error type");
        }
        else if (!IcmpNames.TryParseCode(type, code, out int number))
        {
            arguments.Error("argument 2 takes ICMP code (integer between 0 and 255)");
        }
        else
        {
            (_type, _code) = ((byte)type, (byte)number);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => $"{_source}");
        handlers.Write("src", text => IpArguments.WriteAddress(this, text, ref _source));
        handlers.Read("mtu", () => $"{_lengthBytes}");
        handlers.Write("mtu", text => WriteNumber(text, LengthParser, ref _lengthBytes));
        handlers.Read("pmtu", () => $"{_nextMtuBytes}");
        handlers.Write("pmtu", text => WriteNumber(text, NextMtuParser, ref _nextMtuBytes));
        handlers.Read("count", () => $"{_count}");
        handlers.Read("drops", () => $"{_drops}");
        handlers.Read("limited", () => $"{_limited}");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (!TryFindRoute(packet, out ReadOnlySpan<byte> sourceRoute))
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

        Packet report = Report(packet, sourceRoute);
        packet.Kill();
        _count++;
        return report;
    }

    private static ArgumentParser<int> LengthParser { get; } =
        ArgumentTypes.Int32(MinimumLengthBytes, Ipv4Header.MaximumPacketBytes);

    private static ArgumentParser<int> NextMtuParser { get; } = ArgumentTypes.Int32(0, ushort.MaxValue);

    private static string? WriteNumber(string text, ArgumentParser<int> parser, ref int value)
    {
        if (!parser(text.Trim(), out int read, out string? error))
        {
            return error ?? "syntax error";
        }

        value = read;
        return null;
    }

    // Whether a report may be sent, and along which source route. The order is that of RFC 1812, 4.3.2.7.
    private bool TryFindRoute(Packet packet, out ReadOnlySpan<byte> sourceRoute)
    {
        sourceRoute = default;
        ReadOnlySpan<byte> offending = packet.NetworkHeader;
        if (offending.Length < Ipv4Header.LengthBytes)
        {
            return false;
        }

        var header = Ipv4Header.ReadChecked(offending);
        if (header.HeaderLengthBytes < Ipv4Header.LengthBytes || header.HeaderLengthBytes > offending.Length)
        {
            return false;
        }

        // Of an ICMP message whose type is cut off nobody knows that it is not a report.
        bool isReport = header.Protocol == IpProtocol.Icmp
            && (header.HeaderLengthBytes + sizeof(uint) > offending.Length
                || IcmpNames.IsReport(offending[header.HeaderLengthBytes]));
        bool isOfGroup = !IsUnicast(header.Destination) || !IsValidSource(header.Source);
        if (isReport || isOfGroup || header.IsLaterFragment
            || packet.Annotations.Kind is PacketKind.Broadcast or PacketKind.Multicast)
        {
            return false;
        }

        int start = SourceRoute.Find(offending[..header.HeaderLengthBytes], out int lengthBytes);
        if (start == 0)
        {
            return true;
        }

        // A report about the source route itself does not take it (RFC 1812, 4.3.2.6).
        int problem = packet.Annotations.ParameterProblem;
        bool isAboutRoute = _type == IcmpNames.ParameterProblem && _code == ErrorAtPointer
            && problem >= start && problem < start + lengthBytes;
        sourceRoute = isAboutRoute ? default : offending.Slice(start, lengthBytes);
        return _type != IcmpNames.Redirect;
    }

    private bool IsUnicast(IpAddress address) => address != IpAddress.Broadcast && !address.IsMulticast
        && !_badAddresses.AsSpan().Contains(address.Value);

    private bool IsValidSource(IpAddress address) =>
        IsUnicast(address) && address.IsUnicast && address.Value >> 24 < ClassE;

    private Packet Report(Packet packet, ReadOnlySpan<byte> sourceRoute)
    {
        ReadOnlySpan<byte> offending = packet.NetworkHeader;
        int headerBytes = Ipv4Header.LengthBytes + SourceRoute.ReversedLengthBytes(sourceRoute);
        int quotedBytes = Math.Min(offending.Length, _lengthBytes - headerBytes - IcmpHeaderBytes);
        Packet report = Pool.Take(headerBytes + IcmpHeaderBytes + quotedBytes);
        Span<byte> bytes = report.WritableData();
        SourceRoute.WriteReversed(sourceRoute, bytes[Ipv4Header.LengthBytes..headerBytes]);
        Span<byte> message = bytes[headerBytes..];
        offending[..quotedBytes].CopyTo(message[IcmpHeaderBytes..]);
        new IcmpHeader((IcmpType)_type, _code, Particulars(packet)).Write(message);
        IpAddress destination = Ipv4Header.ReadSource(offending);
        new Ipv4Header
        {
            TotalLengthBytes = bytes.Length,
            Identification = _identification++,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Icmp,
            Source = _source,
            Destination = destination,
        }.Write(bytes);
        if (headerBytes > Ipv4Header.LengthBytes)
        {
            bytes[0] = (byte)(0x40 | (headerBytes / sizeof(uint)));
            Ipv4Header.WriteChecksum(bytes[..headerBytes]);
        }

        report.SetNetworkHeader(0);
        report.SetTransportHeader(headerBytes);
        report.Annotations.DestinationIp = destination.Value;
        report.Annotations.FixSource = _setsFixAnnotation;
        report.Annotations.Timestamp = Now;
        return report;
    }

    // The second word of the message.
    private uint Particulars(Packet packet) => (_type, _code) switch
    {
        (IcmpNames.ParameterProblem, ErrorAtPointer) => (uint)packet.Annotations.ParameterProblem << 24,
        (IcmpNames.Redirect, _) => packet.Annotations.DestinationIp,
        (IcmpNames.Unreachable, FragmentationNeeded) => (uint)_nextMtuBytes,
        _ => 0,
    };

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
}
