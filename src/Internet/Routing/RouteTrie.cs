using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Xia.Internet.Wire;

namespace Xia.Internet.Routing;

/// <summary>A trie of three levels for 16, 8 and 8 bits of the address.</summary>
/// <remarks>
/// An entry either leads to a node of the next level or says what the longest prefix over all its addresses
/// leads to, so that a lookup reads one entry per level and nothing else. Lengths stand apart, because only
/// changes need them: an entry is overwritten by prefixes that are at least as long as the one that it shows.
/// <code>
/// 10.0.0.0/8 → 0, 10.1.2.0/24 → 1:   root[10.0] = 0   root[10.1] ─▶ node[2] = 1, other entries = 0
/// </code>
/// Nodes are made when a prefix needs them and stay until <see cref="Clear"/>.
/// </remarks>
public sealed class RouteTrie : IRouteLookup
{
    private const int RootBits = 16;
    private const int NodeBits = 8;
    private const int RootEntries = 1 << RootBits;
    private const int NodeEntries = 1 << NodeBits;
    private const int AddressBits = 32;

    // An entry is 0 for nothing, a number plus one, or this bit and the place of a node.
    private const uint ChildBit = 0x8000_0000;

    private uint[] _entries = new uint[RootEntries];
    private byte[] _lengths = new byte[RootEntries];
    private int _used = RootEntries;

    /// <inheritdoc/>
    public void Set(IpPrefix prefix, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        (int start, int count) = Covered(prefix);
        Fill(start, count, (byte)prefix.LengthBits, (uint)number + 1);
    }

    /// <inheritdoc/>
    public void Remove(IpPrefix prefix, int heirLengthBits, int heirNumber)
    {
        (int start, int count) = Covered(prefix);
        byte heirLength = heirNumber == IRouteLookup.None ? (byte)0 : (byte)heirLengthBits;
        Replace(start, count, (byte)prefix.LengthBits, heirLength, (uint)(heirNumber + 1));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Lookup(uint address)
    {
        uint[] entries = _entries;
        uint entry = entries[address >> (AddressBits - RootBits)];
        if ((entry & ChildBit) != 0)
        {
            entry = entries[(entry & ~ChildBit) + (byte)(address >> NodeBits)];
            if ((entry & ChildBit) != 0)
            {
                entry = entries[(entry & ~ChildBit) + (byte)address];
            }
        }

        return (int)entry - 1;
    }

    /// <inheritdoc/>
    public unsafe void Prefetch(uint address)
    {
        // The root stays in the caches; the nodes of a large table do not. A prefetch never faults, so that
        // an array that moves meanwhile does no harm.
        uint[] entries = _entries;
        uint entry = entries[address >> (AddressBits - RootBits)];
        if ((entry & ChildBit) != 0 && Sse.IsSupported)
        {
            nint index = (nint)((entry & ~ChildBit) + (byte)(address >> NodeBits));
            Sse.Prefetch0(Unsafe.AsPointer(
                ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), index)));
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _entries = new uint[RootEntries];
        _lengths = new byte[RootEntries];
        _used = RootEntries;
    }

    // The entries of the level at which a prefix ends; nodes on the way are made.
    private (int Start, int Count) Covered(IpPrefix prefix)
    {
        int levelBits = RootBits;
        int start = (int)(prefix.Address.Value >> (AddressBits - RootBits));
        while (prefix.LengthBits > levelBits)
        {
            levelBits += NodeBits;
            start = NodeAt(start) + (byte)(prefix.Address.Value >> (AddressBits - levelBits));
        }

        return (start, 1 << (levelBits - prefix.LengthBits));
    }

    private int NodeAt(int index)
    {
        uint entry = _entries[index];
        if ((entry & ChildBit) != 0)
        {
            return (int)(entry & ~ChildBit);
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _entries.Length);
            Array.Resize(ref _lengths, _entries.Length);
        }

        int node = _used;
        _used += NodeEntries;
        Array.Fill(_entries, entry, node, NodeEntries);
        Array.Fill(_lengths, _lengths[index], node, NodeEntries);
        _entries[index] = ChildBit | (uint)node;
        return node;
    }

    private void Fill(int start, int count, byte length, uint value)
    {
        for (int index = start; index < start + count; index++)
        {
            uint entry = _entries[index];
            if ((entry & ChildBit) != 0)
            {
                Fill((int)(entry & ~ChildBit), NodeEntries, length, value);
            }
            else if (_lengths[index] <= length)
            {
                _entries[index] = value;
                _lengths[index] = length;
            }
        }
    }

    private void Replace(int start, int count, byte length, byte heirLength, uint heir)
    {
        for (int index = start; index < start + count; index++)
        {
            uint entry = _entries[index];
            if ((entry & ChildBit) != 0)
            {
                Replace((int)(entry & ~ChildBit), NodeEntries, length, heirLength, heir);
            }
            else if (_lengths[index] == length && entry != 0)
            {
                _entries[index] = heir;
                _lengths[index] = heirLength;
            }
        }
    }
}
