using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>
/// Claims every ten seconds, by an ARP reply, that an IP address has some Ethernet address.
/// </summary>
/// <syntax>ARPFaker(DSTIP, DSTETH, SRCIP, SRCETH)</syntax>
/// <remarks>
/// Frames to DSTIP at DSTETH say that SRCIP is at SRCETH; the first leaves at the start. ARPResponder is what
/// most graphs want instead.
/// </remarks>
public sealed class ARPFaker : Element
{
    private static readonly Duration Interval = Duration.FromSeconds(10);

    private RouterTimer _timer = null!;
    private ArpPacket _claim;

    /// <inheritdoc/>
    public override string ClassName => "ARPFaker";

    /// <inheritdoc/>
    public override string PortCounts => "0/1";

    /// <inheritdoc/>
    public override string Processing => "/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress targetIp = arguments.Mandatory("DSTIP", ArgumentTypes.IpAddress(this));
        MacAddress targetMac = arguments.Mandatory("DSTETH", ArgumentTypes.MacAddress(this));
        IpAddress senderIp = arguments.Mandatory("SRCIP", ArgumentTypes.IpAddress(this));
        MacAddress senderMac = arguments.Mandatory("SRCETH", ArgumentTypes.MacAddress(this));
        _claim = new ArpPacket(ArpOperation.Reply, senderMac, senderIp, targetMac, targetIp);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = new RouterTimer(this, Claim);
        _timer.ScheduleAfter(Duration.Zero);
        return null;
    }

    private void Claim(Instant now)
    {
        _timer.ScheduleAt(now + Interval);
        Packet packet = Pool.Take(EthernetHeader.LengthBytes + ArpPacket.LengthBytes);
        Span<byte> frame = packet.WritableData();
        new EthernetHeader(_claim.TargetMac, _claim.SenderMac, EtherTypes.Arp).Write(frame);
        _claim.Write(frame[EthernetHeader.LengthBytes..]);
        packet.SetMacHeader(0);
        packet.SetNetworkHeader(EthernetHeader.LengthBytes);
        packet.Annotations.Timestamp = now;
        Output(0).Push(packet);
    }
}
