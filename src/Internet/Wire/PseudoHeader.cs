using Xia.Kernel.Checksums;

namespace Xia.Internet.Wire;

/// <summary>
/// The checksum of UDP and TCP, which covers addresses, protocol and length as well (RFC 9293, 3.1).
/// </summary>
public static class PseudoHeader
{
    /// <summary>
    /// The checksum over the pseudo header and a segment; 0 if the segment carries its own right one.
    /// </summary>
    public static ushort Checksum(
        IpAddress source, IpAddress destination, IpProtocol protocol, ReadOnlySpan<byte> segment)
    {
        uint sum = (source.Value >> 16) + (source.Value & 0xffff);
        sum += (destination.Value >> 16) + (destination.Value & 0xffff);
        sum += (uint)protocol + (uint)segment.Length;
        return InternetChecksum.Finish(InternetChecksum.Add(sum, segment));
    }
}
