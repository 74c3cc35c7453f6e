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
/// offsets and annotations belong to the packet, not to the bytes. Used from one thread.
/// </remarks>
public sealed class Packet
{
    private const int NoOffset = int.MinValue;

    private readonly PacketPool _pool;
    private PacketBuffer? _buffer;
    private int _start;
    private int _length;
    private int _macOffset = NoOffset;
    private int _networkOffset = NoOffset;
    private int _transportOffset = NoOffset;
    private PacketAnnotations _annotations;

    internal Packet(PacketPool pool) => _pool = pool;

    /// <summary>
    /// The packet behind this one in a batch or queue; null for the last and for a lone packet.
    /// </summary>
    public Packet? Next { get; set; }

    /// <summary>What elements noted on this packet.</summary>
    public ref PacketAnnotations Annotations => ref _annotations;

    /// <summary>The pool that it returns to.</summary>
    public PacketPool Pool => _pool;

    /// <summary>Length of the data.</summary>
    public int LengthBytes => _length;

    /// <summary>Room before the data.</summary>
    public int HeadroomBytes => _start;

    /// <summary>Room after the data.</summary>
    public int TailroomBytes => _buffer!.Bytes.Length - _start - _length;

    /// <summary>Whether a clone shares the bytes.</summary>
    public bool IsShared => _buffer!.References > 1;

    /// <summary>The data, to read.</summary>
    public ReadOnlySpan<byte> Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Bytes(_start, _length);
    }

    /// <summary>Whether a link header was marked.</summary>
    public bool HasMacHeader => _macOffset != NoOffset;

    /// <summary>Whether a network header was marked.</summary>
    public bool HasNetworkHeader => _networkOffset != NoOffset;

    /// <summary>Whether a transport header was marked.</summary>
    public bool HasTransportHeader => _transportOffset != NoOffset;

    /// <summary>
    /// Offset of the link header from the data's first byte (negative when pulled off); 0 when unmarked.
    /// </summary>
    public int MacOffset => HasMacHeader ? _macOffset - _start : 0;

    /// <summary>Offset of the network header from the data's first byte; 0 when unmarked.</summary>
    public int NetworkOffset => HasNetworkHeader ? _networkOffset - _start : 0;

    /// <summary>Offset of the transport header from the data's first byte; 0 when unmarked.</summary>
    public int TransportOffset => HasTransportHeader ? _transportOffset - _start : 0;

    /// <summary>From the link header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> MacHeader => From(_macOffset);

    /// <summary>From the network header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> NetworkHeader => From(_networkOffset);

    /// <summary>From the transport header to the data's end; empty when unmarked.</summary>
    public ReadOnlySpan<byte> TransportHeader => From(_transportOffset);

    /// <summary>The data, to write; copies shared bytes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> WritableData()
    {
        EnsureWritable();
        return Bytes(_start, _length);
    }

    /// <summary>From the network header to the data's end, to write; copies shared bytes first.</summary>
    public Span<byte> WritableNetworkHeader()
    {
        EnsureWritable();
        return HasNetworkHeader ? Bytes(_networkOffset, _start + _length - _networkOffset) : default;
    }

    /// <summary>Marks the link header at an offset from the data's first byte.</summary>
    public void SetMacHeader(int offset) => _macOffset = CheckedOffset(offset);

    /// <summary>Marks the network header at an offset from the data's first byte.</summary>
    public void SetNetworkHeader(int offset) => _networkOffset = CheckedOffset(offset);

    /// <summary>Marks the transport header at an offset from the data's first byte.</summary>
    public void SetTransportHeader(int offset) => _transportOffset = CheckedOffset(offset);

    /// <summary>Forgets all marks.</summary>
    public void ClearHeaders() => _macOffset = _networkOffset = _transportOffset = NoOffset;

    /// <summary>Takes bytes off the front.</summary>
    public void Pull(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lengthBytes, (uint)_length);
        _start += lengthBytes;
        _length -= lengthBytes;
    }

    /// <summary>
    /// Adds bytes at the front, their content undefined; the data may move to another buffer.
    /// </summary>
    /// <returns>The whole data, to write.</returns>
    public Span<byte> Push(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        if (_start < lengthBytes || IsShared)
        {
            Relocate(lengthBytes + PacketPool.DefaultHeadroomBytes, TailroomBytes);
        }

        _start -= lengthBytes;
        _length += lengthBytes;
        return Bytes(_start, _length);
    }

    /// <summary>
    /// Adds bytes at the end, their content undefined; the data may move to another buffer.
    /// </summary>
    /// <returns>The added bytes, to write.</returns>
    public Span<byte> Put(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        if (TailroomBytes < lengthBytes || IsShared)
        {
            Relocate(_start, lengthBytes);
        }

        _length += lengthBytes;
        return Bytes(_start + _length - lengthBytes, lengthBytes);
    }

    /// <summary>Takes bytes off the end.</summary>
    public void Take(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lengthBytes, (uint)_length);
        _length -= lengthBytes;
    }

    /// <summary>Makes the bytes this packet's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnsureWritable()
    {
        if (_buffer!.References > 1)
        {
            Relocate(_start, TailroomBytes);
        }
    }

    /// <summary>
    /// Another packet with the same bytes (shared until one of the two writes), marks and annotations.
    /// </summary>
    public Packet Clone()
    {
        Packet clone = _pool.TakeBare();
        PacketBuffer buffer = _buffer!;
        buffer.References++;
        clone._buffer = buffer;
        clone._start = _start;
        clone._length = _length;
        clone._macOffset = _macOffset;
        clone._networkOffset = _networkOffset;
        clone._transportOffset = _transportOffset;
        clone._annotations = _annotations;
        return clone;
    }

    /// <summary>Ends the packet; it goes back to its pool.</summary>
    public void Kill()
    {
        PacketBuffer? buffer = _buffer;
        Debug.Assert(buffer is not null, "A packet is killed once.");
        Next = null;
        if (buffer.References == 1)
        {
            _pool.Return(this, buffer.SizeClass);
        }
        else
        {
            buffer.References--;
            _buffer = null;
            _pool.ReturnBare(this);
        }
    }

    /// <summary>Gives a packet that comes from the pool its buffer's edges.</summary>
    internal void Reset(int headroomBytes, int lengthBytes)
    {
        _start = headroomBytes;
        _length = lengthBytes;
        _macOffset = _networkOffset = _transportOffset = NoOffset;
        _annotations = default;
    }

    internal void Attach(PacketBuffer buffer) => _buffer = buffer;

    internal PacketBuffer Detach()
    {
        PacketBuffer buffer = _buffer!;
        _buffer = null;
        return buffer;
    }

    private void Relocate(int headroomBytes, int tailroomBytes)
    {
        PacketBuffer old = _buffer!;
        PacketBuffer fresh = _pool.TakeBuffer(headroomBytes + _length + tailroomBytes);
        old.Bytes.AsSpan(_start, _length).CopyTo(fresh.Bytes.AsSpan(headroomBytes));
        int back = Math.Min(_start, headroomBytes);
        old.Bytes.AsSpan(_start - back, back).CopyTo(fresh.Bytes.AsSpan(headroomBytes - back));
        int shift = headroomBytes - _start;
        _macOffset = Shifted(_macOffset, shift);
        _networkOffset = Shifted(_networkOffset, shift);
        _transportOffset = Shifted(_transportOffset, shift);
        _start = headroomBytes;
        _buffer = fresh;
        if (--old.References == 0)
        {
            _pool.ReturnBuffer(old);
        }
    }

    private static int Shifted(int offset, int shift) =>
        offset == NoOffset || offset + shift < 0 ? NoOffset : offset + shift;

    private int CheckedOffset(int offset)
    {
        int position = _start + offset;
        if ((uint)position > (uint)(_start + _length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, "A header starts inside the buffer.");
        }

        return position;
    }

    private ReadOnlySpan<byte> From(int offset)
    {
        int length = _start + _length - offset;
        return offset == NoOffset || length < 0 ? default : Bytes(offset, length);
    }

    // The edges always lie inside the buffer: every member that moves them checks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Bytes(int start, int length) => MemoryMarshal.CreateSpan(
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer!.Bytes), start), length);
}
