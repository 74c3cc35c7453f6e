using System.Runtime.CompilerServices;
using Xia.Kernel.MessagePack;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>What all elements share that store packets between a push input and a pull output.</summary>
/// <remarks>
/// A ring whose size is a power of two; the ends count up without wrapping at the ring's size.
/// <code>
/// head = 5, tail = 8, ring of 4:   | 8..  | 5    | 6    | 7    |
/// </code>
/// </remarks>
public abstract class StorageElement : Element
{
    /// <summary>Capacity where none is given.</summary>
    public const int DefaultCapacity = 1000;

    private const int Version = 1;
    private const int MaximumCapacity = 1 << 20;

    private Packet?[] _ring = [];
    private int _mask;
    private int _head;
    private int _tail;
    private int _highwater;
    private int _capacity = DefaultCapacity;
    private object? _lock;

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "h/lh";

    /// <summary>How many packets it holds.</summary>
    public int Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _tail - _head;
    }

    /// <summary>How many packets it may hold.</summary>
    public int Capacity => _capacity;

    /// <summary>How many packets found no room.</summary>
    public long Drops { get; private set; }

    /// <summary>Whether it may hold no more packets.</summary>
    public bool IsFull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _tail - _head >= _capacity;
    }

    /// <summary>Whether several threads may push and pull at a time; then a lock keeps them apart.</summary>
    protected bool IsShared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _lock is not null;
    }

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (Router.Threads.Count > 1)
        {
            _lock ??= new object();
        }

        int capacity = arguments.Positional(
            "CAPACITY", ArgumentTypes.Int32(0, MaximumCapacity), DefaultCapacity);
        arguments.Complete();
        if (arguments.Errors.Count == 0)
        {
            SetCapacity(capacity);
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("length", () => $"{Length}");
        handlers.Read("highwater_length", () => $"{_highwater}");
        handlers.Read("capacity", () => $"{_capacity}", HandlerFlags.Calm);
        handlers.Read("drops", () => $"{Drops}");
        handlers.WriteArgument("capacity", "CAPACITY", 0);
        handlers.Write("reset_counts", ResetCounts, HandlerFlags.Button);
        handlers.Write("reset", Reset, HandlerFlags.Button);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (IsShared)
        {
            PushShared(port, packet);
        }
        else if (Store(port, packet) is { } dropped)
        {
            Drop(dropped);
        }
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port) => IsShared ? PullShared() : Fetch();

    /// <inheritdoc/>
    public override void Cleanup()
    {
        while (Dequeue() is { } packet)
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is not StorageElement other)
        {
            return;
        }

        int length = other.Length;
        if (length > _capacity - Length)
        {
            Router.Warn(this, $"some packets lost (old length {length}, new capacity {_capacity})");
        }

        while (KeepsNewest && other.Length > _capacity - Length)
        {
            other.Dequeue()!.Kill();
        }

        while (!IsFull && other.Dequeue() is { } packet)
        {
            Enqueue(packet);
        }

        other.Cleanup();

        _highwater = Length;
        OnStateTaken();
    }

    /// <summary>Drops, highest length, and each packet's bytes, network offset and next hops.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Version);
        writer.Write(Drops);
        writer.Write(_highwater);
        writer.WriteArrayHeader(Length);
        for (int at = _head; at != _tail; at++)
        {
            StoredPacket.Write(ref writer, _ring[at & _mask]!);
        }
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 4, Version);
        long drops = reader.ReadInt64();
        int highwater = reader.ReadInt32();
        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            Push(0, StoredPacket.Read(ref reader, Pool));
        }

        Drops += drops;
        _highwater = Math.Max(_highwater, highwater);
    }

    /// <summary>Called when packets came from another element; turns signals on.</summary>
    protected virtual void OnStateTaken()
    {
    }

    /// <summary>Which packets stay when the capacity shrinks below the length.</summary>
    protected virtual bool KeepsNewest => false;

    /// <summary>Puts a packet at the end; there must be room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Enqueue(Packet packet)
    {
        int tail = _tail;
        _ring[tail & _mask] = packet;
        _tail = tail + 1;
        NoteLength();
    }

    /// <summary>Puts packets at the end; there must be room for all.</summary>
    protected void EnqueueBatch(PacketBatch batch)
    {
        Packet?[] ring = _ring;
        int mask = _mask;
        int tail = _tail;
        for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
        {
            ring[tail++ & mask] = packet;
        }

        _tail = tail;
        NoteLength();
    }

    /// <summary>Takes up to so many packets off the front.</summary>
    protected PacketBatch DequeueBatch(int maximumCount)
    {
        Packet?[] ring = _ring;
        int mask = _mask;
        int head = _head;
        int count = Math.Min(maximumCount, _tail - head);
        if (count <= 0)
        {
            return default;
        }

        ref Packet? place = ref ring[head & mask];
        Packet first = place!;
        Packet last = first;
        place = null;
        for (int index = 1; index < count; index++)
        {
            place = ref ring[(head + index) & mask];
            Packet packet = place!;
            place = null;

            // Packets that came together mostly leave together, and are linked then.
            if (!ReferenceEquals(last.Next, packet))
            {
                last.Next = packet;
            }

            last = packet;
        }

        last.Next = null;
        _head = head + count;
        return new PacketBatch(first, last, count);
    }

    /// <summary>Puts a packet at the front; there must be room.</summary>
    protected void EnqueueFirst(Packet packet)
    {
        _ring[(_head - 1) & _mask] = packet;
        _head--;
        NoteLength();
    }

    /// <summary>Takes the first packet; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected Packet? Dequeue()
    {
        int head = _head;
        if (head == _tail)
        {
            return null;
        }

        ref Packet? place = ref _ring[head & _mask];
        Packet packet = place!;
        place = null;
        packet.Next = null;
        _head = head + 1;
        return packet;
    }

    /// <summary>Takes the last packet; there must be one.</summary>
    protected Packet DequeueLast()
    {
        _tail--;
        Packet packet = _ring[_tail & _mask]!;
        _ring[_tail & _mask] = null;
        return packet;
    }

    /// <summary>Takes a packet in at the end and turns signals on and off.</summary>
    /// <returns>A packet for which there is no room, this or another one; else null.</returns>
    protected virtual Packet? Store(int port, Packet packet)
    {
        if (IsFull)
        {
            return packet;
        }

        Enqueue(packet);
        return null;
    }

    /// <summary>Gives the first packet out, null when there is none, and turns signals on and off.</summary>
    protected virtual Packet? Fetch() => Dequeue();

    /// <summary>Pushes while other threads may push and pull.</summary>
    protected void PushShared(int port, Packet packet)
    {
        Packet? dropped;
        lock (_lock!)
        {
            dropped = Store(port, packet);
            if (dropped is not null)
            {
                CountDrop();
            }
        }

        if (dropped is not null)
        {
            PushOrKill(1, dropped);
        }
    }

    /// <summary>Pulls while other threads may push and pull.</summary>
    protected Packet? PullShared()
    {
        lock (_lock!)
        {
            return Fetch();
        }
    }

    /// <summary>Counts a packet that found no room, and sends it out at output 1 or kills it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void Drop(Packet packet)
    {
        CountDrop();
        PushOrKill(1, packet);
    }

    private void CountDrop()
    {
        if (Drops == 0 && _capacity > 0)
        {
            Environment.Console?.WriteMessage($"{this}: overflow");
        }

        Drops++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void NoteLength()
    {
        int length = _tail - _head;
        if (length > _highwater)
        {
            _highwater = length;
        }
    }

    private string? ResetCounts(string text)
    {
        Drops = 0;
        _highwater = Length;
        return null;
    }

    private string? Reset(string text)
    {
        while (Pull(0) is { } packet)
        {
            PushOrKill(1, packet);
        }

        return null;
    }

    private void SetCapacity(int capacity)
    {
        while (Length > capacity)
        {
            (KeepsNewest ? Dequeue() : DequeueLast())!.Kill();
        }

        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 1));
        if (size != _ring.Length)
        {
            var ring = new Packet?[size];
            int length = Length;
            for (int index = 0; index < length; index++)
            {
                ring[index] = _ring[(_head + index) & _mask];
            }

            (_ring, _mask, _head, _tail) = (ring, size - 1, 0, length);
        }

        _capacity = capacity;
    }
}
