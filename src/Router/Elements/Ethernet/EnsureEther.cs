using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Puts an Ethernet header before IPv4 packets that have none.</summary>
/// <syntax>EnsureEther([ETHERTYPE 0x0800, SRC 0:0:0:0:0:0, DST 0:0:0:0:0:0])</syntax>
/// <remarks>
/// A packet without a marked network header passes unchanged, and so does one in whose 14 bytes before that
/// header an Ethernet header stands. One from which such a header was stripped gets it back; others get the
/// one of the arguments, in place of whatever stood before the network header.
/// </remarks>
public sealed class EnsureEther : SimpleElement
{
    private EthernetHeader _header;

    /// <inheritdoc/>
    public override string ClassName => "EnsureEther";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        int type = arguments.Positional(
            "ETHERTYPE", ArgumentTypes.Int32(0, ushort.MaxValue), EtherTypes.Ipv4);
        MacAddress source = arguments.Positional("SRC", ArgumentTypes.MacAddress(this));
        MacAddress destination = arguments.Positional("DST", ArgumentTypes.MacAddress(this));
        _header = new EthernetHeader(destination, source, (ushort)type);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int offset = packet.NetworkOffset;
        if (!packet.HasNetworkHeader || (offset == EthernetHeader.LengthBytes && IsIpv4Frame(packet.Data)))
        {
            return packet;
        }

        if (packet.HasMacHeader && packet.MacOffset == offset - EthernetHeader.LengthBytes
            && IsIpv4Frame(packet.MacHeader))
        {
            return Restore(packet, packet.MacOffset);
        }

        if (offset > 0)
        {
            packet.Pull(offset);
        }
        else
        {
            packet.Push(-offset);
        }

        _header.Write(packet.Push(EthernetHeader.LengthBytes));
        packet.SetMacHeader(0);
        return packet;
    }

    private static Packet Restore(Packet packet, int offset)
    {
        if (offset < 0)
        {
            packet.Push(-offset);
        }
        else
        {
            packet.Pull(offset);
        }

        return packet;
    }

    private static bool IsIpv4Frame(ReadOnlySpan<byte> data) =>
        data.Length >= EthernetHeader.LengthBytes && EthernetHeader.ReadType(data) == EtherTypes.Ipv4;
}
