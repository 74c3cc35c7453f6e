using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Traces;

/// <summary>Makes the packets that one line with a count stands for.</summary>
/// <remarks>
/// They share the length equally, the last takes what is left over; their times run evenly from the first
/// time stamp, where there is one, to the time stamp.
/// </remarks>
internal sealed class SummaryMultiplier
{
    private Packet? _packet;
    private uint _count;
    private long _lengthBytes;
    private long _extraBytes;
    private Instant _end;
    private Duration _step;

    /// <summary>Takes a packet that stands for more than one.</summary>
    public void Begin(Packet packet)
    {
        _packet = packet;
        _count = packet.Annotations.ExtraPackets + 1;
        _extraBytes = packet.Annotations.ExtraLengthBytes;
        _lengthBytes = (packet.LengthBytes + _extraBytes) / _count;
        if (_lengthBytes < packet.LengthBytes)
        {
            _lengthBytes = packet.LengthBytes;
            _extraBytes = _lengthBytes * (_count - 1);
        }

        _end = packet.Annotations.Timestamp;
        _step = default;
        if (packet.Annotations.FirstTimestamp != Instant.Zero)
        {
            Duration span = _end - packet.Annotations.FirstTimestamp;
            _step = new Duration(span.Nanoseconds / (_count - 1));
            packet.Annotations.Timestamp = packet.Annotations.FirstTimestamp;
        }

        SetLength(packet, _lengthBytes);
        packet.Annotations.ExtraPackets = 0;
    }

    /// <summary>The next packet; null when all are out.</summary>
    public Packet? Take()
    {
        if (_packet is not { } packet)
        {
            return null;
        }

        if (_count > 1)
        {
            Packet copy = packet.Clone();
            copy.Annotations.ExtraLengthBytes = (uint)(_lengthBytes - copy.LengthBytes);
            packet.Annotations.Timestamp += _step;
            _extraBytes -= _lengthBytes;
            _count--;
            return copy;
        }

        _packet = null;
        packet.Annotations.Timestamp = _end;
        packet.Annotations.ExtraLengthBytes = (uint)_extraBytes;
        SetLength(packet, packet.LengthBytes + _extraBytes);
        return packet;
    }

    /// <summary>Kills what is left.</summary>
    public void Kill()
    {
        _packet?.Kill();
        _packet = null;
    }

    private static void SetLength(Packet packet, long lengthBytes)
    {
        if (packet.NetworkHeader.Length < Ipv4Header.LengthBytes)
        {
            return;
        }

        Span<byte> header = packet.WritableNetworkHeader();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)lengthBytes);
        int headerBytes = (header[0] & 15) * 4;
        if ((IpProtocol)header[9] == IpProtocol.Udp && header.Length >= headerBytes + 6)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(
                header[(headerBytes + 4)..], (ushort)(lengthBytes - headerBytes));
        }
    }
}
