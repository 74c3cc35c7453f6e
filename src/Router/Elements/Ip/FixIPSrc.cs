using System.Runtime.CompilerServices;
using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// Gives reports of this router the address of the port that they leave by (RFC 1812, 4.3.2.4).
/// </summary>
/// <syntax>FixIPSrc(IPADDR)</syntax>
/// <remarks>Only packets annotated <c>FixSource</c> change. Needs the network header marked.</remarks>
public sealed class FixIPSrc : SimpleElement
{
    private IpAddress _address;

    /// <inheritdoc/>
    public override string ClassName => "FixIPSrc";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _address = arguments.Mandatory("IPADDR", ArgumentTypes.IpAddress(this));

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new OwnWork(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new OwnWork(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.FixSource)
        {
            Fix(packet, _address);
        }

        return packet;
    }

    /// <summary>Writes the source of a packet that asks for it; true if that changed the packet.</summary>
    internal static bool Fix(Packet packet, IpAddress address)
    {
        int available = packet.NetworkHeader.Length;
        int headerBytes = available < Ipv4Header.LengthBytes
            ? 0
            : Ipv4Header.ReadHeaderLength(packet.NetworkHeader);
        if (headerBytes < Ipv4Header.LengthBytes || headerBytes > available)
        {
            return false;
        }

        packet.Annotations.FixSource = false;
        Span<byte> header = packet.WritableNetworkHeader()[..headerBytes];
        address.Write(header[Ipv4Layout.SourceOffset..]);
        Ipv4Header.WriteChecksum(header);
        return true;
    }

    private readonly struct OwnWork(FixIPSrc element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
