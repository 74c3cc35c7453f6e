using System.Buffers.Binary;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>Passes packets that hold a whole ARP packet, and marks it as the network header.</summary>
/// <syntax>CheckARPHeader([OFFSET 0, keywords VERBOSE false, DETAILS false])</syntax>
/// <remarks>
/// The ARP packet begins OFFSET bytes in. Others leave at output 1, or are dropped when it is not in use; the
/// first of them, or with VERBOSE each, is told on the console.
/// </remarks>
/// <handler name="drops" access="r">Packets that were wrong.</handler>
/// <handler name="drop_details" access="r">The same by reason; only with DETAILS.</handler>
public sealed class CheckARPHeader : SimpleElement
{
    private const int FixedLengthBytes = 8;
    private const int LengthsOffset = 4;
    private const int AddressPairs = 2;

    private static readonly string[] Reasons =
        ["bad packet length", "bad hardware type/length", "bad protocol type/length"];

    private readonly long[] _reasonCounts = new long[Reasons.Length];
    private int _offset;
    private bool _verbose;
    private bool _details;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "CheckARPHeader";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override bool IsOneByOne => _verbose;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
        _verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, false);
        _details = arguments.Keyword("DETAILS", ArgumentTypes.Bool, false);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => $"{_drops}");
        if (_details)
        {
            handlers.Read("drop_details", () => string.Concat(
                Reasons.Select((reason, index) => $"{_reasonCounts[index],-15} {reason}\n")));
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        int fault = Check(data.Length > _offset ? data[_offset..] : default);
        if (fault < 0)
        {
            packet.SetNetworkHeader(_offset);
            return packet;
        }

        if (_drops == 0 || _verbose)
        {
            Environment.Console?.WriteMessage($"{this}: ARP header check failed: {Reasons[fault]}");
        }

        _drops++;
        _reasonCounts[fault]++;
        Divert(1, packet);
        return null;
    }

    // The index of the reason, or -1.
    private static int Check(ReadOnlySpan<byte> arp)
    {
        if (arp.Length < FixedLengthBytes)
        {
            return 0;
        }

        int hardwareBytes = arp[LengthsOffset];
        int protocolBytes = arp[LengthsOffset + 1];
        if (BinaryPrimitives.ReadUInt16BigEndian(arp) == 1
            && hardwareBytes != Internet.Wire.MacAddress.LengthBytes)
        {
            return 1;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(arp[2..]) == Internet.Wire.EtherTypes.Ipv4
            && protocolBytes != Internet.Wire.IpAddress.LengthBytes)
        {
            return 2;
        }

        return arp.Length < FixedLengthBytes + (AddressPairs * (hardwareBytes + protocolBytes)) ? 0 : -1;
    }
}
