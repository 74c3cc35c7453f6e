using System.Buffers.Binary;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.Ip;

/// <summary>
/// The same IPv4 header before many packets: only length, identification and destination differ.
/// </summary>
internal struct EncapsulationHeader
{
    private ushort _identification;

    /// <summary>The type of service.</summary>
    public byte Service { get; init; }

    /// <summary>Flags of the fragment field.</summary>
    public ushort Flags { get; init; }

    /// <summary>The time to live.</summary>
    public required byte TimeToLive { get; init; }

    /// <summary>What follows.</summary>
    public required byte Protocol { get; init; }

    /// <summary>The source.</summary>
    public IpAddress Source { get; set; }

    /// <summary>The identification that the next header gets.</summary>
    public ushort Identification { readonly get => _identification; set => _identification = value; }

    /// <summary>Writes the header at the start of a whole packet; the identification counts on.</summary>
    public void Write(Span<byte> packet, IpAddress destination)
    {
        packet[0] = 0x40 | (Ipv4Header.LengthBytes / sizeof(uint));
        packet[Ipv4Layout.ServiceOffset] = Service;
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Layout.TotalLengthOffset..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Layout.IdentificationOffset..], _identification++);
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Layout.FragmentOffset..], Flags);
        packet[Ipv4Layout.TimeToLiveOffset] = TimeToLive;
        packet[Ipv4Layout.ProtocolOffset] = Protocol;
        Source.Write(packet[Ipv4Layout.SourceOffset..]);
        destination.Write(packet[Ipv4Layout.DestinationOffset..]);
        Ipv4Header.WriteChecksum(packet[..Ipv4Header.LengthBytes]);
    }
}
