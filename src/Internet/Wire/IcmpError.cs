namespace Xia.Internet.Wire;

/// <summary>Makes the packets that report trouble with other packets.</summary>
public static class IcmpError
{
    /// <summary>
    /// The longest report: RFC 1812, 4.3.2.3, asks for as much of the offending packet as fits in this.
    /// </summary>
    public const int MaximumPacketBytes = 576;

    private const byte DefaultTimeToLive = 64;

    /// <summary>
    /// Whether a packet, whose header is right, may be reported on: not a report itself, not a later
    /// fragment, not from or to a group (RFC 1122, 3.2.2).
    /// </summary>
    public static bool IsAllowedFor(ReadOnlySpan<byte> packet)
    {
        var header = Ipv4Header.ReadChecked(packet);
        if (header.IsLaterFragment || !header.Source.IsUnicast || header.Destination.IsMulticast
            || header.Destination == IpAddress.Broadcast)
        {
            return false;
        }

        // Of an ICMP message whose type is cut off nobody knows that it is not a report.
        return header.Protocol != IpProtocol.Icmp || (header.PayloadBytes >= 1
            && !new IcmpHeader((IcmpType)packet[header.HeaderLengthBytes], 0, 0).IsError);
    }

    /// <summary>Writes a whole IPv4 packet to the sender of a packet.</summary>
    /// <param name="packet">The offending packet, whose header is right.</param>
    /// <param name="from">Who reports.</param>
    /// <param name="report">What is reported.</param>
    /// <param name="buffer">Room for <see cref="MaximumPacketBytes"/>.</param>
    /// <returns>How long the report is; 0 if this packet may not be reported on.</returns>
    public static int Write(ReadOnlySpan<byte> packet, IpAddress from, IcmpHeader report, Span<byte> buffer)
    {
        if (!IsAllowedFor(packet))
        {
            return 0;
        }

        const int HeadersBytes = Ipv4Header.LengthBytes + IcmpHeader.LengthBytes;
        ReadOnlySpan<byte> quoted = packet[..Ipv4Header.ReadTotalLength(packet)];
        quoted = quoted[..Math.Min(quoted.Length, MaximumPacketBytes - HeadersBytes)];
        int lengthBytes = HeadersBytes + quoted.Length;
        quoted.CopyTo(buffer[HeadersBytes..]);
        report.Write(buffer[Ipv4Header.LengthBytes..lengthBytes]);
        new Ipv4Header
        {
            TotalLengthBytes = lengthBytes,
            TimeToLive = DefaultTimeToLive,
            Protocol = IpProtocol.Icmp,
            Source = from,
            Destination = Ipv4Header.ReadSource(packet),
        }.Write(buffer);
        return lengthBytes;
    }
}
