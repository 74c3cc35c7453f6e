using Xia.Internet.Wire;
using Xia.Kernel.MessagePack;

namespace Xia.Internet.Hosts;

/// <summary>
/// Puts IPv4 headers before what a host sends, and keeps what is not TCP's until the graph takes it.
/// </summary>
internal sealed class IpOutput
{
    private readonly InternetStackOptions _options;
    private readonly InternetCounters _counters;
    private readonly PacketQueue _queue;
    private readonly byte[] _packet;
    private ushort _identification;

    public IpOutput(InternetStackOptions options, InternetCounters counters)
    {
        _options = options;
        _counters = counters;
        _queue = new PacketQueue(options.OutputQueueBytes);
        _packet = new byte[Math.Max(options.MtuBytes, IcmpError.MaximumPacketBytes)];
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _queue.IsEmpty;

    /// <summary>Where the payload of the next packet is put, before <see cref="TryQueue"/>.</summary>
    public Span<byte> Payload => _packet.AsSpan(Ipv4Header.LengthBytes);

    /// <summary>
    /// Writes the header of a packet whose payload is, or will be, behind it; returns the packet's length.
    /// </summary>
    public int WriteHeader(Span<byte> packet, IpProtocol protocol, IpAddress destination, int payloadBytes)
    {
        int lengthBytes = Ipv4Header.LengthBytes + payloadBytes;
        new Ipv4Header
        {
            TotalLengthBytes = lengthBytes,
            Identification = _identification++,
            FragmentField = Ipv4Header.DontFragment,
            TimeToLive = _options.TimeToLive,
            Protocol = protocol,
            Source = _options.Address,
            Destination = destination,
        }.Write(packet);
        return lengthBytes;
    }

    /// <summary>Queues a packet of what was put into <see cref="Payload"/>.</summary>
    public bool TryQueue(IpProtocol protocol, IpAddress destination, int payloadBytes) =>
        TryQueueWhole(_packet.AsSpan(0, WriteHeader(_packet, protocol, destination, payloadBytes)));

    /// <summary>Queues a report on a packet, if the rules allow one.</summary>
    public void QueueReport(ReadOnlySpan<byte> packet, IcmpHeader report)
    {
        int lengthBytes = IcmpError.Write(packet, _options.Address, report, _packet);
        if (lengthBytes > 0)
        {
            TryQueueWhole(_packet.AsSpan(0, lengthBytes));
        }
    }

    /// <summary>Takes the oldest packet.</summary>
    public bool TryTake(Span<byte> buffer, out int lengthBytes) => _queue.TryTake(buffer, out lengthBytes);

    /// <summary>Saves what waits.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.Write((int)_identification);
        _queue.Export(ref writer, _packet);
    }

    /// <summary>Takes over what was saved.</summary>
    public void Import(ref MessagePackReader reader)
    {
        _identification = (ushort)reader.ReadUInt32();
        _queue.Import(ref reader, _packet.Length);
    }

    private bool TryQueueWhole(ReadOnlySpan<byte> packet)
    {
        if (_queue.TryAdd(packet))
        {
            return true;
        }

        _counters.Add(InternetCounter.QueueFull);
        return false;
    }
}
