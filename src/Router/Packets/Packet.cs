using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xia.Router.Packets;

/// <summary>
/// A packet in a pooled buffer, with room before and after its data for headers and trailers.
/// </summary>
/// <remarks>
/// <code>
/// | headroom | data (LengthBytes) | tailroom |
///            ^ Pull and Push move this edge
///                                 ^ Put and Take move that one
/// </code>
/// Whoever holds a packet owns it and ends by passing it on or by <see cref="Kill"/>. Clones share bytes:
/// reading is free, and every call that gives room to write makes the bytes the packet's own first. Header
/// offsets and annotations belong to the packet, not to the bytes. Used by one thread at a time.
/// <para>
/// A clone refers to another packet's array and may own an idle one besides, to which it moves when it is
/// written to; so a packet that is cloned, changed and killed again and again costs one copy and no more.
/// </para>
/// </remarks>
public sealed class Packet
{
    private readonly PacketPool _pool;
    private byte[] _bytes = null!;
    private byte[]? _own;
    private int _ownClass = PacketPool.BareClass;
    private PacketState _state;

    internal Packet(PacketPool pool) => _pool = pool;

    /// <summary>
    /// The packet behind this one in a batch or queue; null for the last and for a lone packet.
    /// </summary>
    public Packet? Next { get; set; }

    /// <summary>What elements noted on this packet.</summary>
    public ref PacketAnnotations Annotations => ref _state.Annotations;

    /// <summary>The pool that it returns to.</summary>
    public PacketPool Pool => _pool.Local;

    /// <summary>The class of the array that it owns.</summary>
    internal int OwnClass => _ownClass;

    /// <summary>Length of the data.</summary>
    public int LengthBytes => _state.Length;

    /// <summary>Room before the data.</summary>
    public int HeadroomBytes => _state.Start - PacketBytes.PrefixLengthBytes;

    /// <summary>Room after the data.</summary>
    public int TailroomBytes => _bytes.Length - _state.Start - _state.Length;

    /// <summary>Whether a clone shares the bytes.</summary>
    public bool IsShared => PacketBytes.References(_bytes) > 1;

    /// <summary>The data, to read.</summary>
    public ReadOnlySpan<byte> Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Bytes(_state.Start, _state.Length);
    }

    /// <summary>Whether a link header was marked.</summary>
    public bool HasMacHeader => _state.Mac != PacketState.Unmarked;

    /// <summary>Whether a network header was marked.</summary>
    public bool HasNetworkHeader => _state.Network != PacketState.Unmarked;

    /// <summary>Whether a transport header was marked.</summary>
    public bool HasTransportHeader => _state.Transport != PacketState.Unmarked;

    /// <summary>
    /// Offset of the link header from the data's first byte (negative when pulled off); 0 when unmarked.
    /// </summary>
    public int MacOffset => HasMacHeader ? _state.Mac - _state.Start : 0;

    /// <summary>Offset of the network header from the data's first byte; 0 when unmarked.</summary>
    public int NetworkOffset => HasNetworkHeader ? _state.Network - _state.Start : 0;

    /// <summary>Offset of the transport header from the data's first byte; 0 when unmarked.</summary>
    public int TransportOffset => HasTransportHeader ? _state.Transport - _state.Start : 0;

    /// <summary>From the link header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> MacHeader => From(_state.Mac);

    /// <summary>From the network header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> NetworkHeader => From(_state.Network);

    /// <summary>From the transport header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> TransportHeader => From(_state.Transport);

    /// <summary>The data, to write; copies shared bytes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> WritableData()
    {
        EnsureWritable();
        return Bytes(_state.Start, _state.Length);
    }

    /// <summary>From the network header to the data's end, to write; copies shared bytes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> WritableNetworkHeader()
    {
        EnsureWritable();
        return From(_state.Network);
    }

    /// <summary>Marks the link header at an offset from the data's first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetMacHeader(int offset) => _state.Mac = CheckedPosition(offset);

    /// <summary>Marks the network header at an offset from the data's first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetNetworkHeader(int offset) => _state.Network = CheckedPosition(offset);

    /// <summary>Marks the transport header at an offset from the data's first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetTransportHeader(int offset) => _state.Transport = CheckedPosition(offset);

    /// <summary>Forgets all marks.</summary>
    public void ClearHeaders() => _state.Mac = _state.Network = _state.Transport = PacketState.Unmarked;

    /// <summary>Takes bytes off the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pull(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lengthBytes, (uint)_state.Length);
        _state.Start += lengthBytes;
        _state.Length -= lengthBytes;
    }

    /// <summary>
    /// Adds bytes at the front, their content undefined; the data may move to another buffer.
    /// </summary>
    /// <returns>The whole data, to write.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Push(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        if (HeadroomBytes < lengthBytes)
        {
            // Spare room around the data, as far as the longest buffer has it.
            int spareBytes = Math.Max(0, PacketPool.MaximumBufferBytes - lengthBytes - _state.Length);
            int headroomBytes = Math.Min(PacketPool.DefaultHeadroomBytes, spareBytes);
            int tailroomBytes = Math.Min(TailroomBytes, PacketPool.DefaultHeadroomBytes);
            Move(lengthBytes + headroomBytes, Math.Min(tailroomBytes, spareBytes - headroomBytes));
        }
        else
        {
            EnsureWritable();
        }

        _state.Start -= lengthBytes;
        _state.Length += lengthBytes;
        return Bytes(_state.Start, _state.Length);
    }

    /// <summary>
    /// Adds bytes at the end, their content undefined; the data may move to another buffer.
    /// </summary>
    /// <returns>The added bytes, to write.</returns>
    public Span<byte> Put(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        if (TailroomBytes < lengthBytes)
        {
            int spareBytes = Math.Max(0, PacketPool.MaximumBufferBytes - lengthBytes - _state.Length);
            Move(Math.Min(HeadroomBytes, spareBytes), lengthBytes);
        }
        else
        {
            EnsureWritable();
        }

        _state.Length += lengthBytes;
        return Bytes(_state.Start + _state.Length - lengthBytes, lengthBytes);
    }

    /// <summary>Takes bytes off the end.</summary>
    public void Take(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lengthBytes, (uint)_state.Length);
        _state.Length -= lengthBytes;
    }

    /// <summary>Makes the bytes this packet's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnsureWritable()
    {
        if (PacketBytes.References(_bytes) > 1)
        {
            CopyToOwn();
        }
    }

    /// <summary>
    /// Another packet with the same bytes (shared until one of the two writes), marks and annotations.
    /// </summary>
    public Packet Clone()
    {
        if (_pool.IsShared)
        {
            return Copy();
        }

        byte[] bytes = _bytes;
        ref Packet? list = ref _pool.CloneList(PacketBytes.SizeClass(bytes));
        Packet? clone = list;
        if (clone is null)
        {
            clone = new Packet(_pool);
        }
        else
        {
            list = clone.Next;
            clone.Next = null;
        }

        _pool.CountTaken(1);
        PacketBytes.References(bytes)++;
        clone._bytes = bytes;
        clone._state = _state;
        return clone;
    }

    /// <summary>That many clones, linked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal PacketBatch CloneBatch(int count)
    {
        byte[] bytes = _bytes;
        PacketBatch batch = default;
        if (_pool.IsShared)
        {
            while (batch.Count < count)
            {
                batch.Append(Copy());
            }

            return batch;
        }

        ref Packet? list = ref _pool.CloneList(PacketBytes.SizeClass(bytes));
        Packet? first = list;
        Packet? last = null;
        Packet? at = first;
        int made = 0;
        for (; made < count && at is not null; made++)
        {
            at._bytes = bytes;
            at._state = _state;
            last = at;
            at = at.Next;
        }

        if (last is not null)
        {
            list = at;
            last.Next = null;
            batch = new PacketBatch(first!, last, made);
            _pool.CountTaken(made);
            PacketBytes.References(bytes) += made;
        }

        while (batch.Count < count)
        {
            batch.Append(Clone());
        }

        return batch;
    }

    /// <summary>Ends the packet; it goes back to its pool.</summary>
    public void Kill()
    {
        Debug.Assert(_bytes is not null, "A packet is killed once.");
        LetGo();
        if (_pool.IsShared)
        {
            _pool.ReturnShared(this, _ownClass);
            return;
        }

        _pool.Return(this, _ownClass);
    }

    /// <summary>Ends packets that are linked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void KillChain(Packet first)
    {
        // Runs of packets that return to the same list stay linked as they are.
        Packet? at = first;
        while (at is not null)
        {
            if (at._pool.IsShared)
            {
                Packet ended = at;
                at = at.Next;
                ended.Kill();
                continue;
            }

            Packet runFirst = at;
            Packet runLast = at;
            int count = 0;
            at.LetGo();
            int sizeClass = at._ownClass;
            PacketPool pool = at._pool;
            while (true)
            {
                count++;
                at = runLast.Next;
                if (at is null || !ReferenceEquals(at._pool, pool))
                {
                    break;
                }

                at.LetGo();
                if (at._ownClass != sizeClass)
                {
                    // It has let go already: it returns alone, and the run ends.
                    Packet lone = at;
                    at = at.Next;
                    pool.Return(lone, lone._ownClass);
                    break;
                }

                runLast = at;
            }

            pool.ReturnChain(runFirst, runLast, count, sizeClass);
        }
    }

    /// <summary>Gives a packet without an array one.</summary>
    internal void Own(byte[] bytes, int sizeClass)
    {
        _own = bytes;
        _ownClass = sizeClass;
    }

    /// <summary>Takes the idle array away.</summary>
    internal byte[] Disown()
    {
        byte[] bytes = _own!;
        _own = null;
        _ownClass = PacketPool.BareClass;
        return bytes;
    }

    /// <summary>Makes a packet that comes from the pool with its array a new one.</summary>
    internal void Begin(int headroomBytes, int lengthBytes)
    {
        _bytes = _own!;
        _state = default;
        _state.Start = PacketBytes.PrefixLengthBytes + headroomBytes;
        _state.Length = lengthBytes;
        ClearHeaders();
    }

    // Threads share no bytes, so that nobody has to count who reads them.
    private Packet Copy()
    {
        int roomBytes = _bytes.Length - PacketBytes.PrefixLengthBytes;
        Packet copy = _pool.Local.Take(roomBytes - HeadroomBytes, HeadroomBytes);
        _bytes.AsSpan(PacketBytes.PrefixLengthBytes)
            .CopyTo(copy._bytes.AsSpan(PacketBytes.PrefixLengthBytes));
        copy._state = _state;
        return copy;
    }

    // Before the packet returns to the pool: the array belongs to nobody but this packet afterwards, or not
    // to it at all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LetGo()
    {
        byte[] bytes = _bytes;
        ref int references = ref PacketBytes.References(bytes);
        if (references != 1)
        {
            references--;
            if (ReferenceEquals(bytes, _own))
            {
                // What clones still read is theirs; the last of them keeps it.
                Disown();
            }
        }
        else if (!ReferenceEquals(bytes, _own))
        {
            Adopt(bytes);
        }

        _bytes = null!;
    }

    // The packet that owned these bytes is gone, and so are the other clones.
    private void Adopt(byte[] bytes)
    {
        if (_own is null)
        {
            Own(bytes, PacketBytes.SizeClass(bytes));
        }
        else
        {
            _pool.Local.ReturnArray(bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyToOwn()
    {
        byte[] old = _bytes;
        byte[] own = IdleArray(old.Length - PacketBytes.PrefixLengthBytes);
        int end = _state.Start + _state.Length;
        old.AsSpan(PacketBytes.PrefixLengthBytes, end - PacketBytes.PrefixLengthBytes)
            .CopyTo(own.AsSpan(PacketBytes.PrefixLengthBytes));
        PacketBytes.References(old)--;
        _bytes = own;
    }

    // Moves the data to where there is other room; the bytes before it come along as far as there is room.
    private void Move(int headroomBytes, int tailroomBytes)
    {
        byte[] old = _bytes;
        int start = _state.Start;
        int back = Math.Min(HeadroomBytes, headroomBytes);
        byte[] fresh = _pool.Local.TakeArray(headroomBytes + _state.Length + tailroomBytes);
        int shift = PacketBytes.PrefixLengthBytes + headroomBytes - start;
        old.AsSpan(start - back, back + _state.Length).CopyTo(fresh.AsSpan(start + shift - back));
        _state.Shift(shift);
        Release(old);
        if (_own is not null)
        {
            _pool.Local.ReturnArray(Disown());
        }

        Own(fresh, PacketBytes.SizeClass(fresh));
        _bytes = fresh;
    }

    // An array of this packet's own that nobody reads, with at least so much room.
    private byte[] IdleArray(int lengthBytes)
    {
        byte[]? own = _own;
        if (own is not null && !ReferenceEquals(own, _bytes))
        {
            if (own.Length >= lengthBytes + PacketBytes.PrefixLengthBytes)
            {
                return own;
            }

            _pool.Local.ReturnArray(Disown());
        }

        byte[] fresh = _pool.Local.TakeArray(lengthBytes);
        Own(fresh, PacketBytes.SizeClass(fresh));
        return fresh;
    }

    private void Release(byte[] bytes)
    {
        if (--PacketBytes.References(bytes) > 0)
        {
            if (ReferenceEquals(bytes, _own))
            {
                Disown();
            }
        }
        else if (!ReferenceEquals(bytes, _own))
        {
            _pool.Local.ReturnArray(bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CheckedPosition(int offset)
    {
        int position = _state.Start + offset;
        if ((uint)(position - PacketBytes.PrefixLengthBytes)
            > (uint)(_state.Start + _state.Length - PacketBytes.PrefixLengthBytes))
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, "A header starts inside the buffer.");
        }

        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> From(int position)
    {
        int length = _state.Start + _state.Length - position;
        return position == PacketState.Unmarked || length < 0 ? default : Bytes(position, length);
    }

    // The edges always lie inside the array: every member that moves them checks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Bytes(int start, int length) => MemoryMarshal.CreateSpan(
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), start), length);
}
