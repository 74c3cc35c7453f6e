using Xia.Kernel.MessagePack;
using Xia.Overlay.Identifiers;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>A packet in the saved state of a queue: bytes, network offset and next hops.</summary>
internal static class StoredPacket
{
    private const int Width = 5;

    public static void Write(ref MessagePackWriter writer, Packet packet)
    {
        Span<byte> nextHop = stackalloc byte[Xid.WireLengthBytes];
        writer.WriteArrayHeader(Width);
        writer.Write(packet.Data);
        writer.Write(packet.HasNetworkHeader ? packet.NetworkOffset : -1);
        writer.Write(packet.Annotations.DestinationIp);
        writer.Write((int)packet.Annotations.Paint);
        packet.Annotations.NextHop.Write(nextHop);
        writer.Write(nextHop);
    }

    public static Packet Read(ref MessagePackReader reader, PacketPool pool)
    {
        if (reader.ReadArrayHeader() != Width)
        {
            throw new MessagePackSerializationException("A queued packet has five fields.");
        }

        ReadOnlySpan<byte> data = reader.ReadBytes();
        int networkOffset = reader.ReadInt32();
        uint destinationIp = reader.ReadUInt32();
        byte paint = (byte)reader.ReadInt32();
        ReadOnlySpan<byte> nextHop = reader.ReadBytes();
        if (data.Length > PacketPool.MaximumDataBytes || networkOffset > data.Length
            || nextHop.Length != Xid.WireLengthBytes)
        {
            throw new MessagePackSerializationException("A queued packet is malformed.");
        }

        Packet packet = pool.Take(data);
        packet.Annotations.DestinationIp = destinationIp;
        packet.Annotations.Paint = paint;
        packet.Annotations.NextHop = Xid.Read(nextHop);
        if (networkOffset >= 0)
        {
            packet.SetNetworkHeader(networkOffset);
        }

        return packet;
    }
}
