using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Writes an address into the packet.</summary>
/// <syntax>StoreIPAddress([ADDR,] OFFSET)</syntax>
/// <remarks>
/// OFFSET: bytes from the packet's start, or <c>src</c> or <c>dst</c> of the marked header; only for these
/// two the checksums of IP, TCP and UDP are mended. Without ADDR the destination annotation is written,
/// unless it is 0.0.0.0. A packet that the address does not fit into leaves at output 1 or is dropped.
/// </remarks>
public sealed class StoreIPAddress : SimpleElement
{
    private const int TcpChecksumOffset = 16;
    private const int TcpHeaderBytes = 20;
    private const int UdpChecksumOffset = 6;

    private IpAddress? _address;
    private int _offset;
    private bool _isInHeader;

    /// <inheritdoc/>
    public override string ClassName => "StoreIPAddress";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _address = arguments.Count > 1 ? arguments.Mandatory("ADDR", ArgumentTypes.IpAddress(this)) : null;
        string offset = arguments.Mandatory("OFFSET", ArgumentTypes.Word, "0");
        _isInHeader = true;
        if (offset.Equals("src", StringComparison.OrdinalIgnoreCase))
        {
            _offset = Ipv4Layout.SourceOffset;
        }
        else if (offset.Equals("dst", StringComparison.OrdinalIgnoreCase))
        {
            _offset = Ipv4Layout.DestinationOffset;
        }
        else
        {
            _isInHeader = false;
            if (!ArgumentTypes.Int32(0)(offset, out _offset, out _))
            {
                arguments.Error("type mismatch: OFFSET requires integer");
            }
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        IpAddress address = _address ?? new IpAddress(packet.Annotations.DestinationIp);
        if (_address is null && address == IpAddress.Any)
        {
            return packet;
        }

        if (_isInHeader && packet.NetworkHeader.Length >= Ipv4Header.LengthBytes)
        {
            StoreInHeader(packet.WritableNetworkHeader(), address);
            return packet;
        }

        if (!_isInHeader && (long)_offset + IpAddress.LengthBytes <= packet.LengthBytes)
        {
            address.Write(packet.WritableData()[_offset..]);
            return packet;
        }

        Divert(1, packet);
        return null;
    }

    private void StoreInHeader(Span<byte> header, IpAddress address)
    {
        uint before = BinaryPrimitives.ReadUInt32BigEndian(header[_offset..]);
        address.Write(header[_offset..]);
        Mend(header[Ipv4Layout.ChecksumOffset..], before, address.Value);
        int headerBytes = Math.Min(Ipv4Header.ReadHeaderLength(header), header.Length);
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(header[Ipv4Layout.FragmentOffset..])
            & Ipv4Layout.FragmentOffsetMask) != 0;
        Span<byte> transport = header[headerBytes..];
        if (isLaterFragment)
        {
            return;
        }

        if (Ipv4Header.ReadProtocol(header) == IpProtocol.Tcp && transport.Length >= TcpHeaderBytes)
        {
            Mend(transport[TcpChecksumOffset..], before, address.Value);
        }
        else if (Ipv4Header.ReadProtocol(header) == IpProtocol.Udp
            && transport.Length >= UdpHeader.HeaderLengthBytes
            && BinaryPrimitives.ReadUInt16BigEndian(transport[UdpChecksumOffset..]) != 0)
        {
            Mend(transport[UdpChecksumOffset..], before, address.Value);
        }
    }

    private static void Mend(Span<byte> checksum, uint before, uint after) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            checksum, InternetChecksum.Update(BinaryPrimitives.ReadUInt16BigEndian(checksum), before, after));
}
