using System.Runtime.CompilerServices;

namespace Xia.Router.Packets;

/// <summary>Hands out packets and takes them back; allocates only while the number in use grows.</summary>
/// <remarks>
/// Packets come back with the array that they own, one list per length, and those without one to a list of
/// their own. One thread, one pool: all nodes of a simulation share one, and each thread of a real router has
/// its own. A pool of a graph with several threads is shared: packets may end on any thread; those that end
/// on another than the pool's wait in a list of their own until the pool's has run dry.
/// </remarks>
public sealed class PacketPool
{
    [ThreadStatic]
    private static PacketPool? _current;

    /// <summary>
    /// Room before the data unless the caller asks for another: Ethernet, VLAN, XIP or IP in UDP.
    /// </summary>
    public const int DefaultHeadroomBytes = 64;

    /// <summary>
    /// The longest packet with its headroom and tailroom: an IPv4 datagram of 65535 bytes fits.
    /// </summary>
    public const int MaximumBufferBytes = 67_584;

    /// <summary>
    /// The longest data that an element makes: an IPv4 datagram in a frame, with room for 2,000 bytes of
    /// headers around it.
    /// </summary>
    public const int MaximumDataBytes = MaximumBufferBytes - 2_000;

    /// <summary>The class of a packet that owns no array.</summary>
    internal const int BareClass = 4;

    // Room per class. The smallest keeps what short packets touch close together in the caches.
    private static readonly int[] ClassLengthBytes = [256, 2048, 10_240, MaximumBufferBytes];

    private readonly bool _isShared;
    private PacketLists _lists;
    private long _taken;
    private long _returnedElsewhere;
    private Packet? _elsewhere;
    private int _owner;

    /// <summary>A pool without packets.</summary>
    /// <param name="isShared">Whether its packets may reach other threads.</param>
    public PacketPool(bool isShared = false) => _isShared = isShared;

    /// <summary>Whether its packets may reach other threads.</summary>
    public bool IsShared => _isShared;

    /// <summary>Packets that somebody holds; 0 once everything ended.</summary>
    public long Outstanding => _taken - Interlocked.Read(ref _returnedElsewhere);

    /// <summary>Arrays that were ever allocated; flat in steady state.</summary>
    public long BuffersAllocated { get; private set; }

    /// <summary>A packet of the given length whose bytes are undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Longer than <see cref="MaximumBufferBytes"/> allows.
    /// </exception>
    public Packet Take(int lengthBytes, int headroomBytes = DefaultHeadroomBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(headroomBytes);
        int sizeClass = ClassOf(lengthBytes + headroomBytes);
        ref Packet? list = ref _lists[sizeClass];
        Packet? packet = list;
        if (packet is not null)
        {
            list = packet.Next;
            packet.Next = null;
        }
        else
        {
            packet = TakeFresh(sizeClass);
        }

        _taken++;
        packet.Begin(headroomBytes, lengthBytes);
        return packet;
    }

    /// <summary>A packet with the given bytes.</summary>
    public Packet Take(ReadOnlySpan<byte> data, int headroomBytes = DefaultHeadroomBytes)
    {
        Packet packet = Take(data.Length, headroomBytes);
        data.CopyTo(packet.WritableData());
        return packet;
    }

    /// <summary>
    /// The packets that clones of a packet of this class may be made of: those that own an array of its
    /// length if there are any, since a clone that is written to needs one, else those without.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Packet? CloneList(int sizeClass)
    {
        ref Packet? list = ref _lists[sizeClass];
        return ref (list is not null ? ref list : ref _lists[BareClass]);
    }

    /// <summary>Counts packets that were taken off a list, or put on one (negative).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountTaken(int count) => _taken += count;

    /// <summary>
    /// The pool to take from for a packet of this one: that of the thread at hand where threads share.
    /// </summary>
    internal PacketPool Local
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _isShared ? _current ?? this : this;
    }

    /// <summary>Says that the pool belongs to the thread at hand from now on.</summary>
    /// <returns>Whose it was before; for <see cref="Disown"/>.</returns>
    internal int Own()
    {
        int before = _owner;
        _owner = System.Environment.CurrentManagedThreadId;
        _current = this;
        return before;
    }

    /// <summary>
    /// Gives it back to whom it belonged, and lets the caller use another pool again, or none.
    /// </summary>
    internal void Disown(int ownerBefore, PacketPool? poolBefore)
    {
        _owner = ownerBefore;
        _current = poolBefore;
    }

    /// <summary>Puts a packet back from any thread.</summary>
    internal void ReturnShared(Packet packet, int sizeClass)
    {
        if (_owner == System.Environment.CurrentManagedThreadId)
        {
            Return(packet, sizeClass);
            return;
        }

        Interlocked.Increment(ref _returnedElsewhere);
        Packet? top;
        do
        {
            top = Volatile.Read(ref _elsewhere);
            packet.Next = top;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _elsewhere, packet, top), top));
    }

    /// <summary>A packet without an array, not counted.</summary>
    internal Packet TakeBare()
    {
        ref Packet? list = ref _lists[BareClass];
        Packet? packet = list;
        if (packet is null)
        {
            return new Packet(this);
        }

        list = packet.Next;
        packet.Next = null;
        return packet;
    }

    /// <summary>Puts a packet back that owns an array of this class, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Return(Packet packet, int sizeClass)
    {
        _taken--;
        ref Packet? list = ref _lists[sizeClass];
        packet.Next = list;
        list = packet;
    }

    /// <summary>Puts packets back that are linked and all own an array of this class, or none.</summary>
    internal void ReturnChain(Packet first, Packet last, int count, int sizeClass)
    {
        _taken -= count;
        ref Packet? list = ref _lists[sizeClass];
        last.Next = list;
        list = first;
    }

    /// <summary>An array with at least so much room.</summary>
    internal byte[] TakeArray(int lengthBytes)
    {
        int sizeClass = ClassOf(lengthBytes);
        ref Packet? list = ref _lists[sizeClass];
        Packet? donor = list;
        if (donor is null)
        {
            return NewArray(sizeClass);
        }

        list = donor.Next;
        byte[] bytes = donor.Disown();
        donor.Next = _lists[BareClass];
        _lists[BareClass] = donor;
        return bytes;
    }

    /// <summary>Keeps an array that no packet holds any more.</summary>
    internal void ReturnArray(byte[] bytes)
    {
        PacketBytes.References(bytes) = 1;
        int sizeClass = PacketBytes.SizeClass(bytes);
        Packet carrier = TakeBare();
        carrier.Own(bytes, sizeClass);
        carrier.Next = _lists[sizeClass];
        _lists[sizeClass] = carrier;
    }

    private Packet TakeFresh(int sizeClass)
    {
        if (_isShared && TakeElsewhere() && _lists[sizeClass] is { } packet)
        {
            _lists[sizeClass] = packet.Next;
            packet.Next = null;
            return packet;
        }

        packet = TakeBare();
        packet.Own(NewArray(sizeClass), sizeClass);
        return packet;
    }

    // Takes all at once, so that no packet can come back to the top of the list in the meantime.
    private bool TakeElsewhere()
    {
        Packet? packet = Interlocked.Exchange(ref _elsewhere, null);
        bool found = packet is not null;
        while (packet is not null)
        {
            Packet? next = packet.Next;
            ref Packet? list = ref _lists[packet.OwnClass];
            packet.Next = list;
            list = packet;
            packet = next;
        }

        return found;
    }

    private byte[] NewArray(int sizeClass)
    {
        BuffersAllocated++;
        return PacketBytes.Allocate(sizeClass, ClassLengthBytes[sizeClass]);
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

    // Inline, because storing into an array of references costs more.
    [InlineArray(BareClass + 1)]
    private struct PacketLists
    {
        private Packet? _first;
    }
}
