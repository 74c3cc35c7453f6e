using Xia.Internet.Wire;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>Where the payload of a packet starts and how long it is by the headers' word.</summary>
/// <param name="Offset">From the packet's first byte; may lie behind its end.</param>
/// <param name="LengthBytes">May be more than there is, or below zero when headers contradict.</param>
internal readonly record struct PayloadPlace(int Offset, int LengthBytes)
{
    private const int LongestHeaderBytes = 60;

    /// <summary>The payload of a packet; of one without an IP header, all of it.</summary>
    public static PayloadPlace Of(SummaryView view)
    {
        if (!view.HasIp)
        {
            return new PayloadPlace(0, view.LengthBytes);
        }

        int offset = view.TransportOffset;
        if (view.IsFirstFragment)
        {
            offset += HeaderLength(view.Protocol, view.Transport, view.TransportLengthBytes);
        }

        return new PayloadPlace(offset, view.IpLengthBytes - (offset - view.Packet.NetworkOffset));
    }

    /// <summary>Makes the headers before a payload; where it starts, or null when there is no room.</summary>
    public static int? Prepare(SummaryDraft draft)
    {
        if (draft.MakeIp(null))
        {
            draft.MakeTransport();
        }

        if (draft.IsTooLong)
        {
            return null;
        }

        if (!draft.IsIp)
        {
            return draft.HasLink ? EthernetHeader.LengthBytes : 0;
        }

        int header = draft.IsFirstFragment
            ? HeaderLength(draft.Protocol, draft.Transport, draft.TransportLengthBytes)
            : 0;
        return draft.TransportOffset + header;
    }

    /// <summary>
    /// Makes the packet as long as its payload asks for; where its length is given too, the headers' options
    /// take what is between.
    /// </summary>
    /// <returns>Where the payload starts now.</returns>
    public static int Account(SummaryDraft draft, int offset, uint lengthBytes)
    {
        if (!draft.IsIp || (draft.IpLengthBytes == 0 && draft.WantedLengthBytes == 0))
        {
            draft.WantedLengthBytes = (uint)offset + lengthBytes;
            return offset;
        }

        uint ipLength = draft.IpLengthBytes != 0 ? draft.IpLengthBytes : draft.WantedLengthBytes;
        int missing = (int)(ipLength + (uint)draft.NetworkOffset - ((uint)offset + lengthBytes));
        if (missing > 0 && draft.IsFirstFragment && draft.Protocol == IpProtocol.Tcp
            && !draft.HasTcpHeaderLength && draft.Transport[12] >> 4 == TcpHeader.MinimumLengthBytes / 4)
        {
            int options = Options(missing, TcpHeader.MinimumLengthBytes);
            int place = draft.TransportOffset - draft.NetworkOffset + TcpHeader.MinimumLengthBytes;
            if (!Insert(draft, place, options))
            {
                return offset;
            }

            offset += options;
            draft.Transport[12] = (byte)((draft.Transport[12] & 15)
                | ((TcpHeader.MinimumLengthBytes + options) / 4 << 4));
            missing -= options;
        }

        if (missing > 0 && !draft.HasIpHeaderLength && draft.IpHeaderLengthBytes == Ipv4Header.LengthBytes)
        {
            int options = Options(missing, Ipv4Header.LengthBytes);
            if (Insert(draft, Ipv4Header.LengthBytes, options))
            {
                draft.SetIpHeaderLength(Ipv4Header.LengthBytes + options);
                offset += options;
            }
        }

        return offset;
    }

    private static int Options(int missing, int headerBytes) =>
        Math.Min(missing & ~3, LongestHeaderBytes - headerBytes);

    // Moves what follows a place of the packet, counted from its network header, and clears the gap.
    private static bool Insert(SummaryDraft draft, int place, int count)
    {
        int moved = Math.Max(0, draft.NetworkLengthBytes - place);
        if (!draft.Extend(count))
        {
            return false;
        }

        draft.Network.Slice(place, moved).CopyTo(draft.Network[(place + count)..]);
        draft.Network.Slice(place, count).Clear();
        return true;
    }

    private static int HeaderLength(IpProtocol protocol, ReadOnlySpan<byte> header, int lengthBytes) =>
        protocol switch
        {
            IpProtocol.Tcp => lengthBytes > 12
                ? Math.Max(TcpHeader.MinimumLengthBytes, header[12] >> 4 << 2)
                : TcpHeader.MinimumLengthBytes,
            IpProtocol.Udp or Ipv4Bits.UdpLite => UdpHeader.HeaderLengthBytes,
            _ => 0,
        };
}
