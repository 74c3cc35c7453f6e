using System.Buffers.Binary;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard.Checksums;

/// <summary>Takes right checksums of SetCRC32 off, and drops packets with wrong ones.</summary>
/// <syntax>CheckCRC32</syntax>
/// <remarks>Each packet that is dropped is told on the console.</remarks>
public sealed class CheckCRC32 : SimpleElement
{
    /// <inheritdoc/>
    public override string ClassName => "CheckCRC32";

    /// <inheritdoc/>
    public override bool IsOneByOne => true;

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int lengthBytes = packet.LengthBytes - Crc32.LengthBytes;
        if (lengthBytes >= 0
            && Crc32.Compute(packet.Data[..lengthBytes])
                == BinaryPrimitives.ReadUInt32LittleEndian(packet.Data[lengthBytes..]))
        {
            packet.Take(Crc32.LengthBytes);
            return packet;
        }

        Environment.Console?.WriteMessage($"CRC32 failed, len {packet.LengthBytes}");
        packet.Kill();
        return null;
    }
}
