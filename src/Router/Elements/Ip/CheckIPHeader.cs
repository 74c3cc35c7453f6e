using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Passes IPv4 packets whose header is right; marks headers, notes the destination, cuts padding off.
/// </summary>
/// <syntax>
/// CheckIPHeader([OFFSET 0, keywords INTERFACES, BADSRC, GOODDST, CHECKSUM true, VERBOSE, DETAILS])
/// </syntax>
/// <remarks>
/// OFFSET: bytes before the header. Checked are length, version, header length, total length and, unless
/// CHECKSUM is false, the checksum. BADSRC lists addresses that no packet may come from, except packets to an
/// address in GOODDST; INTERFACES lists the router's own prefixes and adds their broadcast addresses, 0.0.0.0
/// and 255.255.255.255 to BADSRC and their addresses to GOODDST. Wrong packets leave at
/// output 1 or are dropped; the first one is told on the console, with VERBOSE every one.
/// </remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
/// <handler name="drop_details" access="r">Number and reason per line; only with DETAILS.</handler>
public class CheckIPHeader : HeaderCheck
{
    private const int TooShort = 0;
    private const int WrongVersion = 1;
    private const int WrongHeaderLength = 2;
    private const int WrongLength = 3;
    private const int WrongChecksum = 4;
    private const int WrongSource = 5;

    private readonly bool _checksumByDefault;
    private uint[] _badSources = [];
    private uint[] _goodDestinations = [];
    private int _offset;
    private bool _checksum;

    /// <summary>An element that checks the checksum unless told otherwise.</summary>
    public CheckIPHeader()
        : this(true)
    {
    }

    private protected CheckIPHeader(bool checksumByDefault)
        : base(
            "tiny packet",
            "bad IP version",
            "bad IP header length",
            "bad IP length",
            "bad IP checksum",
            "bad source address") => _checksumByDefault = checksumByDefault;

    /// <inheritdoc/>
    public override string ClassName => "CheckIPHeader";

    private protected override string Complaint => $"{Name}: IP header check failed";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        base.Configure(arguments);
        (IpAddress Address, uint Mask)[] interfaces =
            arguments.Keyword("INTERFACES", IpArguments.Networks(this), []);
        uint[] badSources = arguments.Keyword("BADSRC", IpArguments.Addresses(this), []);
        uint[] goodDestinations = arguments.Keyword("GOODDST", IpArguments.Addresses(this), []);
        _checksum = arguments.Keyword("CHECKSUM", ArgumentTypes.Bool, _checksumByDefault);
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
        uint[] everywhere = interfaces.Length > 0 ? [0, uint.MaxValue] : [];
        _badSources =
        [
            .. badSources, .. interfaces.Select(port => port.Address.Value | ~port.Mask), .. everywhere,
        ];
        _goodDestinations = [.. goodDestinations, .. interfaces.Select(port => port.Address.Value)];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (data.Length < _offset + Ipv4Header.LengthBytes)
        {
            return Refuse(packet, TooShort);
        }

        ReadOnlySpan<byte> header = data[_offset..];
        if (header[0] >> 4 != 4)
        {
            return Refuse(packet, WrongVersion);
        }

        int headerBytes = Ipv4Header.ReadHeaderLength(header);
        if (headerBytes < Ipv4Header.LengthBytes)
        {
            return Refuse(packet, WrongHeaderLength);
        }

        int totalBytes = Ipv4Header.ReadTotalLength(header);
        if (totalBytes > header.Length || totalBytes < headerBytes)
        {
            return Refuse(packet, WrongLength);
        }

        if (_checksum && InternetChecksum.Compute(header[..headerBytes]) != 0)
        {
            return Refuse(packet, WrongChecksum);
        }

        uint destination = Ipv4Header.ReadDestination(header).Value;
        if (Contains(_badSources, Ipv4Header.ReadSource(header).Value)
            && !Contains(_goodDestinations, destination))
        {
            return Refuse(packet, WrongSource);
        }

        packet.SetNetworkHeader(_offset);
        packet.SetTransportHeader(_offset + headerBytes);
        if (header.Length > totalBytes)
        {
            packet.Take(header.Length - totalBytes);
        }

        packet.Annotations.DestinationIp = destination;
        return packet;
    }

    // The lists are short: a call costs more than the search.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Contains(uint[] addresses, uint address)
    {
        foreach (uint one in addresses)
        {
            if (one == address)
            {
                return true;
            }
        }

        return false;
    }
}
