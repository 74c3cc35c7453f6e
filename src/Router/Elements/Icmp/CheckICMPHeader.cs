using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Elements.Ip;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Icmp;

/// <summary>Passes ICMP messages whose length and checksum are right.</summary>
/// <syntax>CheckICMPHeader([keywords VERBOSE false, DETAILS false])</syntax>
/// <remarks>
/// Needs network and transport header marked. Reports carry at least 28 bytes of the packet that they are
/// about, timestamp messages are exactly 20 bytes long, information messages 8. Wrong packets leave at output
/// 1 or are dropped; the first one is told on the console, with VERBOSE every one.
/// </remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
/// <handler name="drop_details" access="r">Number and reason per line; only with DETAILS.</handler>
public sealed class CheckICMPHeader : HeaderCheck
{
    private const int NotIcmp = 0;
    private const int WrongLength = 1;
    private const int WrongChecksum = 2;
    private const int HeaderBytes = 8;
    private const int ReportBytes = HeaderBytes + 28;
    private const int TimestampBytes = HeaderBytes + 12;

    /// <summary>An element that saw nothing yet.</summary>
    public CheckICMPHeader()
        : base("not ICMP", "bad packet length", "bad ICMP checksum")
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "CheckICMPHeader";

    private protected override string Complaint => $"{this}: ICMP header check failed";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> header = packet.NetworkHeader;
        if (header.Length < Ipv4Header.LengthBytes || Ipv4Header.ReadProtocol(header) != IpProtocol.Icmp)
        {
            return Refuse(packet, NotIcmp);
        }

        ReadOnlySpan<byte> message = packet.TransportHeader;
        if (message.Length < HeaderBytes || !HasRightLength(message))
        {
            return Refuse(packet, WrongLength);
        }

        return InternetChecksum.Compute(message) == 0 ? packet : Refuse(packet, WrongChecksum);
    }

    private static bool HasRightLength(ReadOnlySpan<byte> message) => message[0] switch
    {
        IcmpNames.Unreachable or IcmpNames.SourceQuench or IcmpNames.Redirect or IcmpNames.TimeExceeded
            or IcmpNames.ParameterProblem => message.Length >= ReportBytes,
        IcmpNames.Timestamp or IcmpNames.TimestampReply => message.Length == TimestampBytes,
        IcmpNames.InformationRequest or IcmpNames.InformationReply => message.Length == HeaderBytes,
        _ => true,
    };
}
