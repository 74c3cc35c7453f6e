namespace Xia.Router.Packets;

/// <summary>Hands out packets and takes them back; allocates only while the number in use grows.</summary>
/// <remarks>
/// Packets come back with their buffer, one list per size class, and clones without one. One thread, one
/// pool: all nodes of a simulation share one, and each thread of a real router has its own.
/// </remarks>
public sealed class PacketPool
{
    /// <summary>
    /// Room before the data unless the caller asks for another: Ethernet, VLAN, XIP or IP in UDP.
    /// </summary>
    public const int DefaultHeadroomBytes = 64;

    /// <summary>
    /// The longest packet with its headroom and tailroom: an IPv4 datagram of 65535 bytes fits.
    /// </summary>
    public const int MaximumBufferBytes = 67_584;

    /// <summary>The longest data with default headroom.</summary>
    public const int MaximumDataBytes = MaximumBufferBytes - DefaultHeadroomBytes;

    private static readonly int[] ClassLengthBytes = [2048, 10_240, MaximumBufferBytes];

    // Packets with a buffer, a list per size class; fields, because storing into an array of references costs
    // more.
    private Packet? _small;
    private Packet? _medium;
    private Packet? _large;
    private Packet? _bare;

    /// <summary>Packets that somebody holds; 0 once everything ended.</summary>
    public long Outstanding { get; private set; }

    /// <summary>Buffers that were ever allocated; flat in steady state.</summary>
    public long BuffersAllocated { get; private set; }

    /// <summary>A packet of the given length whose bytes are undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Longer than <see cref="MaximumBufferBytes"/> allows.
    /// </exception>
    public Packet Take(int lengthBytes, int headroomBytes = DefaultHeadroomBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(headroomBytes);
        Packet packet = TakeFull(ClassOf(lengthBytes + headroomBytes));
        Outstanding++;
        packet.Reset(headroomBytes, lengthBytes);
        return packet;
    }

    /// <summary>A packet with the given bytes.</summary>
    public Packet Take(ReadOnlySpan<byte> data, int headroomBytes = DefaultHeadroomBytes)
    {
        Packet packet = Take(data.Length, headroomBytes);
        data.CopyTo(packet.WritableData());
        return packet;
    }

    /// <summary>A packet without a buffer, for a clone.</summary>
    internal Packet TakeBare()
    {
        Outstanding++;
        return TakeBareUncounted();
    }

    /// <summary>A buffer for a packet that must move its bytes.</summary>
    internal PacketBuffer TakeBuffer(int lengthBytes)
    {
        int sizeClass = ClassOf(lengthBytes);
        ref Packet? full = ref Full(sizeClass);
        Packet? donor = full;
        if (donor is null)
        {
            return NewBuffer(sizeClass);
        }

        full = donor.Next;
        PacketBuffer buffer = donor.Detach();
        donor.Next = _bare;
        _bare = donor;
        return buffer;
    }

    internal void Return(Packet packet, int sizeClass)
    {
        Outstanding--;
        ref Packet? full = ref Full(sizeClass);
        packet.Next = full;
        full = packet;
    }

    internal void ReturnBare(Packet packet)
    {
        Outstanding--;
        packet.Next = _bare;
        _bare = packet;
    }

    internal void ReturnBuffer(PacketBuffer buffer)
    {
        buffer.References = 1;
        Packet carrier = TakeBareUncounted();
        carrier.Attach(buffer);
        ref Packet? full = ref Full(buffer.SizeClass);
        carrier.Next = full;
        full = carrier;
    }

    private ref Packet? Full(int sizeClass)
    {
        if (sizeClass == 0)
        {
            return ref _small;
        }

        if (sizeClass == 1)
        {
            return ref _medium;
        }

        return ref _large;
    }

    private Packet TakeFull(int sizeClass)
    {
        ref Packet? full = ref Full(sizeClass);
        Packet? packet = full;
        if (packet is not null)
        {
            full = packet.Next;
            packet.Next = null;
            return packet;
        }

        packet = TakeBareUncounted();
        packet.Attach(NewBuffer(sizeClass));
        return packet;
    }

    private Packet TakeBareUncounted()
    {
        Packet? packet = _bare;
        if (packet is null)
        {
            return new Packet(this);
        }

        _bare = packet.Next;
        packet.Next = null;
        return packet;
    }

    private PacketBuffer NewBuffer(int sizeClass)
    {
        BuffersAllocated++;
        return new PacketBuffer(sizeClass, ClassLengthBytes[sizeClass]);
    }

    private static int ClassOf(int lengthBytes)
    {
        for (int sizeClass = 0; sizeClass < ClassLengthBytes.Length; sizeClass++)
        {
            if (lengthBytes <= ClassLengthBytes[sizeClass])
            {
                return sizeClass;
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(lengthBytes), lengthBytes, $"A packet's buffer holds at most {MaximumBufferBytes} bytes.");
    }
}
