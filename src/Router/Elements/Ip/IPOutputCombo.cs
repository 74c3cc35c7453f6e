using Xia.Internet.Wire;
using Xia.Router.Elements.Ip.Options;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// DropBroadcasts, PaintTee, IPGWOptions, FixIPSrc, DecIPTTL and the check of the length in one: what a
/// router does last with a packet.
/// </summary>
/// <syntax>IPOutputCombo(COLOR, IPADDR, MTU)</syntax>
/// <remarks>
/// Output 1 gets a copy of packets painted COLOR, for a redirect; 2: wrong options; 3: the time to live is
/// over; 4: longer than MTU bytes, for IPFragmenter; 0: all others. Packets that came by link broadcast are
/// dropped. Needs the network header marked.
/// </remarks>
public sealed class IPOutputCombo : Element
{
    private const int RedirectOutput = 1;
    private const int OptionsOutput = 2;
    private const int TimeOutput = 3;
    private const int LengthOutput = 4;

    private GatewayOptions _options = null!;
    private IpAddress _address;
    private byte _color;
    private int _mtuBytes;

    /// <inheritdoc/>
    public override string ClassName => "IPOutputCombo";

    /// <inheritdoc/>
    public override string PortCounts => "1/5";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _color = (byte)arguments.Mandatory("COLOR", ArgumentTypes.Int32(0, byte.MaxValue));
        _address = arguments.Mandatory("IPADDR", ArgumentTypes.IpAddress(this));
        _mtuBytes = arguments.Mandatory("MTU", ArgumentTypes.Int32(0));
        _options = new GatewayOptions(_address, []);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (packet.Annotations.Kind is PacketKind.Broadcast or PacketKind.Multicast
            || packet.NetworkHeader.Length < Ipv4Header.LengthBytes)
        {
            packet.Kill();
            return;
        }

        if (packet.Annotations.Paint == _color)
        {
            Output(RedirectOutput).Push(packet.Clone());
        }

        Output(Treat(packet)).Push(packet);
    }

    private int Treat(Packet packet)
    {
        if (!_options.TryHandle(packet, Now))
        {
            return OptionsOutput;
        }

        if (packet.Annotations.FixSource)
        {
            FixIPSrc.Fix(packet, _address);
        }

        if (Ipv4Header.ReadTimeToLive(packet.NetworkHeader) <= 1)
        {
            return TimeOutput;
        }

        Ipv4Header.DecrementTimeToLive(packet.WritableNetworkHeader());
        return packet.LengthBytes > _mtuBytes ? LengthOutput : 0;
    }
}
