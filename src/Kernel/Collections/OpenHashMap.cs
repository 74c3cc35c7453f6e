using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Xia.Kernel.Collections;

/// <summary>
/// A bounded map from small struct keys, by open addressing with linear probing, at most half full.
/// </summary>
/// <remarks>
/// <para>
/// Removal shifts the entries behind the gap back (Knuth, TAOCP 3, 6.4, Algorithm R), so that there are no
/// tombstones and lookups stay short for ever. The map allocates only while it grows.
/// </para>
/// <para>
/// There is no enumerator: the order of the slots depends on hashes and may not reach an action or a trace.
/// <see cref="CopyTo"/> hands all entries out and the caller sorts them. Keys that a peer may choose
/// implement <see cref="ISeededHash"/>.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is not a collection: it cannot be enumerated.")]
public sealed class OpenHashMap<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
{
    private const int SmallestCapacity = 8;

    private readonly ulong _seed;
    private Slot[] _slots;
    private int _shift;
    private int _count;

    /// <summary>An empty map.</summary>
    /// <param name="maximumCount">How many entries it ever holds; 1 to 2²⁸.</param>
    /// <param name="seed">
    /// Given to keys that implement <see cref="ISeededHash"/>; draw it from a named stream.
    /// </param>
    public OpenHashMap(int maximumCount, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumCount, 1 << 28);
        MaximumCount = maximumCount;
        _seed = seed;
        Allocate(SmallestCapacity);
    }

    /// <summary>How many entries it ever holds.</summary>
    public int MaximumCount { get; }

    /// <summary>How many entries it holds.</summary>
    public int Count => _count;

    /// <summary>Whether it holds as many entries as it may.</summary>
    public bool IsFull => _count == MaximumCount;

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ref Slot slot = ref _slots[Find(key)];
        value = slot.Value;
        return slot.IsUsed;
    }

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(in TKey key) => _slots[Find(key)].IsUsed;

    /// <summary>
    /// The value of a key, to be changed in place, or a null reference (<see cref="Unsafe.IsNullRef{T}"/>).
    /// </summary>
    /// <remarks>Valid until the next call that adds or removes.</remarks>
    public ref TValue FindValue(in TKey key)
    {
        ref Slot slot = ref _slots[Find(key)];
        if (!slot.IsUsed)
        {
            return ref Unsafe.NullRef<TValue>();
        }

        return ref slot.Value;
    }

    /// <summary>Adds an entry, unless the key is there already or the map is full.</summary>
    public bool TryAdd(in TKey key, TValue value)
    {
        int index = Find(key);
        if (_slots[index].IsUsed || IsFull)
        {
            return false;
        }

        Put(index, key, value);
        return true;
    }

    /// <summary>
    /// Adds an entry or replaces the value of the one that is there; false when the map is full.
    /// </summary>
    public bool TrySet(in TKey key, TValue value)
    {
        int index = Find(key);
        if (_slots[index].IsUsed)
        {
            _slots[index].Value = value;
            return true;
        }

        if (IsFull)
        {
            return false;
        }

        Put(index, key, value);
        return true;
    }

    /// <summary>Removes an entry and gives its value back, if the key is there.</summary>
    public bool TryRemove(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        int gap = Find(key);
        value = _slots[gap].Value;
        if (!_slots[gap].IsUsed)
        {
            return false;
        }

        int mask = _slots.Length - 1;
        for (int next = (gap + 1) & mask; _slots[next].IsUsed; next = (next + 1) & mask)
        {
            // An entry may fill the gap unless its home lies behind the gap, cyclically.
            int home = Home(_slots[next].Key);
            if (((next - home) & mask) >= ((next - gap) & mask))
            {
                _slots[gap] = _slots[next];
                gap = next;
            }
        }

        _slots[gap] = default;
        _count--;
        return true;
    }

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    /// <summary>
    /// Copies all entries out, in no meaningful order: sort them before they cause anything.
    /// </summary>
    /// <param name="destination">Room for <see cref="Count"/> entries.</param>
    public void CopyTo(Span<KeyValuePair<TKey, TValue>> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, _count, nameof(destination));
        int index = 0;
        foreach (ref readonly Slot slot in _slots.AsSpan())
        {
            if (slot.IsUsed)
            {
                destination[index++] = new KeyValuePair<TKey, TValue>(slot.Key, slot.Value);
            }
        }
    }

    [MemberNotNull(nameof(_slots))]
    private void Allocate(int capacity)
    {
        _slots = new Slot[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    private int Home(in TKey key)
    {
        ulong hash = key is ISeededHash ? HashSeeded(key) : (uint)key.GetHashCode();

        // Fibonacci hashing takes the upper bits of a product, into which all bits of the hash reach.
        return (int)((hash * 0x9e3779b97f4a7c15UL) >> _shift);
    }

    // Optimised from the first call on, since only then does the cast of a struct cost no box.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong HashSeeded(TKey key) => ((ISeededHash)key).Hash(_seed);

    private int Find(in TKey key)
    {
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        int index = Home(key);
        while (slots[index].IsUsed && !slots[index].Key.Equals(key))
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private void Put(int index, in TKey key, TValue value)
    {
        if (2 * (_count + 1) > _slots.Length)
        {
            Grow();
            index = Find(key);
        }

        _slots[index] = new Slot { Key = key, Value = value, IsUsed = true };
        _count++;
    }

    private void Grow()
    {
        Slot[] before = _slots;
        Allocate(before.Length * 2);
        foreach (ref readonly Slot slot in before.AsSpan())
        {
            if (slot.IsUsed)
            {
                _slots[Find(slot.Key)] = slot;
            }
        }
    }

    private struct Slot
    {
        public TKey Key;
        public TValue Value;
        public bool IsUsed;
    }
}
