namespace Xia.Router.Packets;

/// <summary>Packets linked by <see cref="Packet.Next"/> that cross an edge of the graph together.</summary>
public struct PacketBatch
{
    internal PacketBatch(Packet first, Packet last, int count)
    {
        First = first;
        Last = last;
        Count = count;
    }

    /// <summary>The first packet; null when empty.</summary>
    public Packet? First { get; private set; }

    /// <summary>The last packet; null when empty.</summary>
    public Packet? Last { get; private set; }

    /// <summary>How many packets.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are none.</summary>
    public readonly bool IsEmpty => Count == 0;

    /// <summary>Adds a packet at the end.</summary>
    public void Append(Packet packet)
    {
        packet.Next = null;
        if (Last is null)
        {
            First = packet;
        }
        else
        {
            Last.Next = packet;
        }

        Last = packet;
        Count++;
    }

    /// <summary>Takes the first packet off; null when empty.</summary>
    public Packet? Take()
    {
        Packet? packet = First;
        if (packet is null)
        {
            return null;
        }

        First = packet.Next;
        packet.Next = null;
        Count--;
        if (First is null)
        {
            Last = null;
        }

        return packet;
    }

    /// <summary>Takes that many packets off the front; there are more than that.</summary>
    public PacketBatch TakeFirst(int count)
    {
        Packet last = First!;
        for (int taken = 1; taken < count; taken++)
        {
            last = last.Next!;
        }

        PacketBatch front = new(First!, last, count);
        First = last.Next;
        Count -= count;
        last.Next = null;
        return front;
    }

    /// <summary>Kills all of them.</summary>
    public void Kill()
    {
        if (First is { } first)
        {
            this = default;
            Packet.KillChain(first);
        }
    }
}
