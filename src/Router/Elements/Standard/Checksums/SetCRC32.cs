using System.Buffers.Binary;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard.Checksums;

/// <summary>Appends a checksum of four bytes to each packet.</summary>
/// <syntax>SetCRC32</syntax>
/// <remarks>
/// CRC-32 with the polynomial 04C11DB7, highest bit first, from all ones on and not inverted; the lowest byte
/// is appended first. CheckCRC32 takes it off.
/// </remarks>
public sealed class SetCRC32 : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "SetCRC32";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes > PacketPool.MaximumDataBytes)
        {
            packet.Kill();
            return null;
        }

        uint sum = Crc32.Compute(packet.Data);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.Put(Crc32.LengthBytes), sum);
        return packet;
    }
}
