using Xia.Internet.Wire;
using Xia.Router.Elements.Ip;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.TcpUdp;

/// <summary>Puts IPv4 and UDP headers before packets.</summary>
/// <syntax>UDPIPEncap(SRC, SPORT, DST, DPORT[, CHECKSUM true])</syntax>
/// <remarks>
/// Ports by number or name. DST: an address, which becomes the destination annotation, or <c>DST_ANNO</c>,
/// which takes that. CHECKSUM: whether UDP's checksum is computed. The time to live is 250; identifications
/// count from 0.
/// </remarks>
/// <handler name="src" access="rw">SRC.</handler>
/// <handler name="sport" access="rw">SPORT.</handler>
/// <handler name="dst" access="rw">DST.</handler>
/// <handler name="dport" access="rw">DPORT.</handler>
public sealed class UDPIPEncap : SimpleElement
{
    private UdpEncapsulation _encapsulation;
    private DestinationArgument _destination;

    /// <inheritdoc/>
    public override string ClassName => "UDPIPEncap";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IpAddress source = arguments.Mandatory("SRC", ArgumentTypes.IpAddress(this));
        ushort sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.UdpPort(this));
        string destinationText = arguments.Mandatory("DST", ArgumentTypes.Text, "0.0.0.0");
        ushort destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.UdpPort(this));
        bool checksum = arguments.Positional("CHECKSUM", ArgumentTypes.Bool, true);
        if (!DestinationArgument.TryParse(destinationText, this, out DestinationArgument destination))
        {
            arguments.Error("bad DST");
        }

        if (arguments.Errors.Count == 0)
        {
            ushort identification = _encapsulation.Identification;
            _encapsulation = new UdpEncapsulation(source, sourcePort, destinationPort, checksum)
            {
                Identification = identification,
            };
            _destination = destination;
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("src", () => $"{_encapsulation.Source}");
        handlers.WriteArgument("src", "SRC", 0);
        handlers.Read("sport", () => $"{_encapsulation.SourcePort}");
        handlers.WriteArgument("sport", "SPORT", 1);
        handlers.Read("dst", () => $"{_destination}");
        handlers.WriteArgument("dst", "DST", 2);
        handlers.Read("dport", () => $"{_encapsulation.DestinationPort}");
        handlers.WriteArgument("dport", "DPORT", 3);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) =>
        _encapsulation.TryWrite(packet, _destination.Of(packet)) ? packet : null;
}
