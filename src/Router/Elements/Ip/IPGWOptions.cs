using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Router.Elements.Ip.Options;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Does what a gateway owes to the options of IPv4 headers (RFC 1812, 5.3.13).</summary>
/// <syntax>IPGWOptions(MYADDR[, OTHERADDRS])</syntax>
/// <remarks>
/// Record route and timestamp get MYADDR and the time since midnight UTC in milliseconds; a timestamp that
/// names its gateways is filled in for MYADDR and OTHERADDRS, a list of addresses. Other options pass. A
/// packet with wrong options leaves at output 1, or is dropped; its parameter problem annotation says at
/// which byte of the header, for ICMPError. Needs the network header marked.
/// </remarks>
/// <handler name="drops" access="r">Packets with wrong options.</handler>
public sealed class IPGWOptions : SimpleElement
{
    private GatewayOptions _options = null!;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "IPGWOptions";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress own = arguments.Mandatory("MYADDR", ArgumentTypes.IpAddress(this));
        uint[] others = arguments.Positional("OTHERADDRS", IpArguments.Addresses(this), []);
        _options = new GatewayOptions(own, others);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}");

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (_options.TryHandle(packet, Now))
        {
            return packet;
        }

        _drops++;
        Divert(1, packet);
        return null;
    }

    private readonly struct OwnWork(IPGWOptions element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
