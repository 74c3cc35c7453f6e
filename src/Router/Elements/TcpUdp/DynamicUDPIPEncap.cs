using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Puts IPv4 and UDP headers before packets, with ports that count up.</summary>
/// <syntax>DynamicUDPIPEncap(SRC, SPORT, DST, DPORT[, CHECKSUM true, INTERVAL 0])</syntax>
/// <remarks>As UDPIPEncap; after each INTERVAL packets both ports are one higher. 0: never.</remarks>
public sealed class DynamicUDPIPEncap : SimpleElement
{
    private UdpEncapsulation _encapsulation;
    private IpAddress _destination;
    private uint _interval;
    private uint _count;

    /// <inheritdoc/>
    public override string ClassName => "DynamicUDPIPEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        ushort sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.UdpPort(this));
        _destination = arguments.Mandatory("DST", ArgumentTypes.IpAddress(this));
        ushort destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.UdpPort(this));
        bool checksum = arguments.Positional("CHECKSUM", ArgumentTypes.Bool, true);
        _interval = arguments.Positional("INTERVAL", ArgumentTypes.UInt32(), 0u);
        _encapsulation = new UdpEncapsulation(source, sourcePort, destinationPort, checksum);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.DestinationIp = _destination.Value;
        if (!_encapsulation.TryWrite(packet, _destination))
        {
            return null;
        }

        if (++_count == _interval)
        {
            _count = 0;
            _encapsulation.SourcePort++;
            _encapsulation.DestinationPort++;
        }

        return packet;
    }
}
