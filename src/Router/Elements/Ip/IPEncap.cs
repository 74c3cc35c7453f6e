using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Puts an IPv4 header before packets.</summary>
/// <syntax>
/// IPEncap(PROTO, SRC, DST[, keywords TTL 250, TOS, DSCP 0, ECT false, CE false, DF false])
/// </syntax>
/// <remarks>
/// PROTO: number or name. DST: an address, which becomes the destination annotation, or <c>DST_ANNO</c>,
/// which takes that. TOS (0 to 255), or DSCP (0 to 62) with ECT (<c>true</c>, or <c>2</c> for the other code
/// point) or CE. DF sets "don't fragment". Identifications count from 0.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="dst" access="rw">DST.</handler>
public sealed class IPEncap : SimpleElement
{
    private const int DefaultTimeToLive = 250;
    private const int MaximumDscp = 62;
    private const int NotSaid = -1;
    private const int EcnBits = 2;
    private const byte CongestionExperienced = 3;

    private EncapsulationHeader _header;
    private DestinationArgument _destination;

    /// <inheritdoc/>
    public override string ClassName => "IPEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        byte protocol = arguments.Mandatory("PROTO", ArgumentTypes.IpProtocol(this));
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        string destinationText = arguments.Mandatory("DST", ArgumentTypes.Text, "0.0.0.0");
        int service = arguments.Keyword("TOS", ArgumentTypes.Int32(), NotSaid);
        int timeToLive = arguments.Keyword("TTL", ArgumentTypes.Int32(0, byte.MaxValue), DefaultTimeToLive);
        int dscp = arguments.Keyword("DSCP", ArgumentTypes.Int32(), NotSaid);
        string capable = arguments.Keyword("ECT", ArgumentTypes.Word, "false");
        bool congestion = arguments.Keyword("CE", ArgumentTypes.Bool, false);
        bool mustNotCut = arguments.Keyword("DF", ArgumentTypes.Bool, false);
        if (!DestinationArgument.TryParse(destinationText, this, out DestinationArgument destination))
        {
            arguments.Error("DST argument should be IP address or 'DST_ANNO'");
        }

        int ecn = ReadCapable(capable, arguments);
        CheckService(arguments, service, dscp, ecn, congestion);
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        ecn = congestion ? CongestionExperienced : ecn;
        _header = new EncapsulationHeader
        {
            Service = (byte)(service >= 0 ? service : (Math.Max(dscp, 0) << EcnBits) | ecn),
            Flags = mustNotCut ? Ipv4Header.DontFragment : (ushort)0,
            TimeToLive = (byte)timeToLive,
            Protocol = protocol,
            Source = source,
            Identification = _header.Identification,
        };
        _destination = destination;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => $"{_header.Source}", HandlerFlags.Calm);
        handlers.WriteArgument("src", "SRC", 1);
        handlers.Read("dst", () => $"{_destination}", HandlerFlags.Calm);
        handlers.WriteArgument("dst", "DST", 2);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes > Ipv4Header.MaximumPacketBytes - Ipv4Header.LengthBytes)
        {
            packet.Kill();
            return null;
        }

        IpAddress destination = _destination.Of(packet);
        _header.Write(packet.Push(Ipv4Header.LengthBytes), destination);
        packet.SetNetworkHeader(0);
        packet.SetTransportHeader(Ipv4Header.LengthBytes);
        return packet;
    }

    private static int ReadCapable(string text, ArgumentReader arguments)
    {
        if (text == "2")
        {
            return 2;
        }

        if (!ArgumentTypes.Bool(text, out bool capable, out _))
        {
            arguments.Error($"bad ECT value '{text}'");
        }

        return capable ? 1 : 0;
    }

    private static void CheckService(
        ArgumentReader arguments, int service, int dscp, int ecn, bool congestion)
    {
        if (service >= 0 && dscp >= 0)
        {
            arguments.Error("cannot set both TOS and DSCP");
        }
        else if (service >= 0 && (ecn != 0 || congestion))
        {
            arguments.Error("cannot set both TOS and ECN bits");
        }

        if (service is > byte.MaxValue or < NotSaid)
        {
            arguments.Error("TOS too large; max 255");
        }
        else if (dscp is > MaximumDscp or < NotSaid)
        {
            arguments.Error("DSCP too large; max 63");
        }

        if (ecn != 0 && congestion)
        {
            arguments.Error("can set at most one ECN option");
        }
    }
}
