using System.Numerics;

namespace Xia.Kernel.Collections;

/// <summary>A bounded queue of bytes in a circular array, which grows by doubling up to its bound.</summary>
public sealed class ByteRing
{
    private const int SmallestCapacityBytes = 256;

    private byte[] _bytes;
    private int _head;
    private int _count;

    /// <summary>An empty ring.</summary>
    /// <param name="maximumBytes">How many bytes it ever holds; 1 to 1 GiB.</param>
    public ByteRing(int maximumBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumBytes, 1 << 30);
        MaximumBytes = maximumBytes;
        _bytes = [];
    }

    /// <summary>How many bytes it ever holds.</summary>
    public int MaximumBytes { get; }

    /// <summary>How many bytes it holds.</summary>
    public int Count => _count;

    /// <summary>How many more bytes it takes.</summary>
    public int FreeBytes => MaximumBytes - _count;

    /// <summary>Adds as many bytes as fit behind all others and returns how many that were.</summary>
    public int Write(ReadOnlySpan<byte> source)
    {
        int lengthBytes = Math.Min(source.Length, FreeBytes);
        if (lengthBytes > _bytes.Length - _count)
        {
            Grow(_count + lengthBytes);
        }

        source = source[..lengthBytes];
        int tail = Wrap(_head + _count);
        int untilEnd = Math.Min(lengthBytes, _bytes.Length - tail);
        source[..untilEnd].CopyTo(_bytes.AsSpan(tail));
        source[untilEnd..].CopyTo(_bytes);
        _count += lengthBytes;
        return lengthBytes;
    }

    /// <summary>
    /// Copies bytes without removing them and returns how many; fewer than asked for at the end.
    /// </summary>
    /// <param name="offset">How many older bytes are passed over; 0 to <see cref="Count"/>.</param>
    /// <param name="destination">Where the bytes go.</param>
    public int Peek(int offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)_count, nameof(offset));
        int lengthBytes = Math.Min(destination.Length, _count - offset);
        if (lengthBytes == 0)
        {
            return 0;
        }

        int start = Wrap(_head + offset);
        int untilEnd = Math.Min(lengthBytes, _bytes.Length - start);
        _bytes.AsSpan(start, untilEnd).CopyTo(destination);
        _bytes.AsSpan(0, lengthBytes - untilEnd).CopyTo(destination[untilEnd..]);
        return lengthBytes;
    }

    /// <summary>
    /// The bytes from an offset on that lie in one piece; empty only at the end. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> PeekPiece(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)_count, nameof(offset));
        int start = Wrap(_head + offset);
        return _bytes.AsSpan(start, Math.Min(_count - offset, _bytes.Length - start));
    }

    /// <summary>Removes the oldest bytes.</summary>
    /// <param name="lengthBytes">How many; 0 to <see cref="Count"/>.</param>
    public void Discard(int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lengthBytes, (uint)_count, nameof(lengthBytes));
        _count -= lengthBytes;
        _head = _count == 0 ? 0 : Wrap(_head + lengthBytes);
    }

    /// <summary>Takes the oldest bytes and returns how many.</summary>
    public int Read(Span<byte> destination)
    {
        int lengthBytes = Peek(0, destination);
        Discard(lengthBytes);
        return lengthBytes;
    }

    /// <summary>Removes all bytes.</summary>
    public void Clear() => Discard(_count);

    private int Wrap(int position) => position & (_bytes.Length - 1);

    private void Grow(int neededBytes)
    {
        uint capacityBytes = BitOperations.RoundUpToPowerOf2(
            (uint)Math.Max(neededBytes, SmallestCapacityBytes));
        byte[] larger = new byte[capacityBytes];
        Peek(0, larger);
        _bytes = larger;
        _head = 0;
    }
}
