using System.Buffers.Binary;

namespace Xia.Overlay.Control;

/// <summary>The Internet checksum (RFC 1071); 0 over bytes that contain a right one.</summary>
internal static class InternetChecksum
{
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        while (bytes.Length >= sizeof(uint))
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[sizeof(uint)..];
        }

        if (bytes.Length >= sizeof(ushort))
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[sizeof(ushort)..];
        }

        sum += bytes.IsEmpty ? 0 : (ulong)bytes[0] << 8;
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
