using System.Numerics;
using System.Runtime.CompilerServices;

namespace Xia.Kernel.Collections;

/// <summary>A first-in-first-out queue in a circular array, which grows by doubling up to a bound.</summary>
/// <remarks>
/// It allocates only while it grows. References to items, as <see cref="Head"/> and the indexer give them,
/// are valid until the next call that adds or removes.
/// </remarks>
public sealed class RingBuffer<T>
{
    private const int SmallestCapacity = 8;

    private T[] _items;
    private int _head;
    private int _count;

    /// <summary>An empty queue.</summary>
    /// <param name="maximumCount">How many items it ever holds; positive.</param>
    /// <param name="initialCount">How many items it holds before it grows for the first time.</param>
    public RingBuffer(int maximumCount, int initialCount = SmallestCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumCount, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        MaximumCount = maximumCount;
        int capacity = Math.Max(SmallestCapacity, Math.Min(initialCount, maximumCount));
        _items = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>How many items it ever holds.</summary>
    public int MaximumCount { get; }

    /// <summary>How many items it holds.</summary>
    public int Count => _count;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Whether it holds as many items as it may.</summary>
    public bool IsFull => _count == MaximumCount;

    /// <summary>The oldest item.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public ref T Head
    {
        get
        {
            if (_count == 0)
            {
                ThrowEmpty();
            }

            return ref _items[_head];
        }
    }

    /// <summary>The item that has <paramref name="index"/> older ones before it.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
            return ref _items[(_head + index) & (_items.Length - 1)];
        }
    }

    /// <summary>Adds an item behind all others, unless the bound is reached.</summary>
    public bool TryEnqueue(in T item)
    {
        if (_count == _items.Length || _count == MaximumCount)
        {
            if (_count == MaximumCount)
            {
                return false;
            }

            Grow();
        }

        _items[(_head + _count) & (_items.Length - 1)] = item;
        _count++;
        return true;
    }

    /// <summary>Takes the oldest item, if there is one.</summary>
    public bool TryDequeue(out T item)
    {
        if (_count == 0)
        {
            item = default!;
            return false;
        }

        ref T slot = ref _items[_head];
        item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            slot = default!;
        }

        _head = (_head + 1) & (_items.Length - 1);
        _count--;
        return true;
    }

    /// <summary>Removes all items.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Array.Clear(_items);
        }

        _head = 0;
        _count = 0;
    }

    private static void ThrowEmpty() => throw new InvalidOperationException("The queue is empty.");

    private void Grow()
    {
        T[] larger = new T[_items.Length * 2];
        int untilEnd = _items.Length - _head;
        Array.Copy(_items, _head, larger, 0, untilEnd);
        Array.Copy(_items, 0, larger, untilEnd, _count - untilEnd);
        _items = larger;
        _head = 0;
    }
}
