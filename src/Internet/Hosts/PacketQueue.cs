using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;

namespace Xia.Internet.Hosts;

/// <summary>Whole packets that wait for the network, in order, bounded in bytes.</summary>
internal sealed class PacketQueue(int maximumBytes)
{
    private readonly ByteRing _bytes = new(maximumBytes);
    private readonly RingBuffer<int> _lengths = new(maximumBytes);

    /// <summary>Whether there is a packet.</summary>
    public bool IsEmpty => _lengths.IsEmpty;

    /// <summary>Adds a packet, if it fits whole.</summary>
    public bool TryAdd(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > _bytes.FreeBytes || packet.IsEmpty)
        {
            return false;
        }

        _bytes.Write(packet);
        return _lengths.TryEnqueue(packet.Length);
    }

    /// <summary>Takes the oldest packet.</summary>
    public bool TryTake(Span<byte> buffer, out int lengthBytes)
    {
        if (!_lengths.TryDequeue(out lengthBytes))
        {
            return false;
        }

        _bytes.Read(buffer[..lengthBytes]);
        return true;
    }

    /// <summary>Saves all packets.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="packet">Room for the longest.</param>
    public void Export(ref MessagePackWriter writer, Span<byte> packet)
    {
        writer.WriteArrayHeader(_lengths.Count);
        int offset = 0;
        for (int i = 0; i < _lengths.Count; i++)
        {
            _bytes.Peek(offset, packet[.._lengths[i]]);
            writer.Write(packet[.._lengths[i]]);
            offset += _lengths[i];
        }
    }

    /// <summary>Takes saved packets over, in place of all.</summary>
    public void Import(ref MessagePackReader reader, int maximumPacketBytes)
    {
        _bytes.Clear();
        _lengths.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> packet = reader.ReadBytes();
            if (packet.Length > maximumPacketBytes || !TryAdd(packet))
            {
                throw new MessagePackSerializationException("Expected packets that fit the queue.");
            }
        }
    }
}
