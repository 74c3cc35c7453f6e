using Xia.Internet.Wire;

namespace Xia.Internet.Routing;

/// <summary>Routes by prefix, looked up by the longest that matches.</summary>
/// <remarks>
/// A trie of at most four levels, one per address byte. A prefix lives at the level of its last bits and
/// fills all entries there that it covers and no longer prefix has; a lookup walks down and keeps the last
/// route that it saw. Nodes of 256 entries are made when a prefix needs them, so that a host's few routes
/// cost a few KiB.
/// <code>
/// 10.0.0.0/8, 10.1.0.0/15:   root[10] = /8, child ─▶ node[0], node[1] = /15
/// </code>
/// </remarks>
public sealed class RouteTable
{
    /// <summary>How many routes a table ever holds, unless it is told otherwise.</summary>
    public const int DefaultMaximumCount = 1 << 20;

    private const int Fanout = 256;
    private const int BitsPerLevel = 8;

    private readonly SortedDictionary<(uint Address, int LengthBits), Route> _routes = [];
    private readonly int _maximumCount;
    private Entry[] _entries = new Entry[Fanout];
    private int _nodeCount = 1;

    /// <summary>An empty table.</summary>
    /// <param name="maximumCount">How many routes it ever holds; positive.</param>
    public RouteTable(int maximumCount = DefaultMaximumCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumCount);
        _maximumCount = maximumCount;
    }

    /// <summary>How many routes it holds.</summary>
    public int Count => _routes.Count;

    /// <summary>All routes by rising address, shorter prefixes first.</summary>
    public IEnumerable<(IpPrefix Prefix, Route Route)> Routes =>
        _routes.Select(
            pair => (new IpPrefix(new IpAddress(pair.Key.Address), pair.Key.LengthBits), pair.Value));

    /// <summary>Adds a route; false if the prefix has one already or the table is full.</summary>
    public bool TryAdd(IpPrefix prefix, Route route) =>
        !_routes.ContainsKey(KeyOf(prefix)) && TrySet(prefix, route);

    /// <summary>Adds a route or replaces the one of the same prefix; false if the table is full.</summary>
    public bool TrySet(IpPrefix prefix, Route route)
    {
        if (_routes.Count == _maximumCount && !_routes.ContainsKey(KeyOf(prefix)))
        {
            return false;
        }

        _routes[KeyOf(prefix)] = route;
        foreach (ref Entry entry in CoveredBy(prefix))
        {
            if (!entry.HasRoute || entry.LengthBits <= prefix.LengthBits)
            {
                entry.Set(route, prefix.LengthBits);
            }
        }

        return true;
    }

    /// <summary>Removes the route of exactly this prefix.</summary>
    public bool TryRemove(IpPrefix prefix, out Route route)
    {
        if (!_routes.Remove(KeyOf(prefix), out route))
        {
            return false;
        }

        // What the prefix leaves goes to the longest shorter one of the same level, if there is one.
        Entry heir = FindHeir(prefix);
        foreach (ref Entry entry in CoveredBy(prefix))
        {
            if (entry.HasRoute && entry.LengthBits == prefix.LengthBits)
            {
                heir.Child = entry.Child;
                entry = heir;
            }
        }

        return true;
    }

    /// <summary>Finds the route of exactly this prefix.</summary>
    public bool TryFind(IpPrefix prefix, out Route route) => _routes.TryGetValue(KeyOf(prefix), out route);

    /// <summary>Finds the route of the longest prefix that contains an address.</summary>
    public bool TryLookup(IpAddress address, out Route route)
    {
        Entry[] entries = _entries;
        bool isFound = false;
        route = default;
        int node = 0;
        int shift = 32 - BitsPerLevel;
        do
        {
            ref readonly Entry entry = ref entries[(node * Fanout) + (byte)(address.Value >> shift)];
            if (entry.HasRoute)
            {
                route = entry.Route;
                isFound = true;
            }

            node = entry.Child;
            shift -= BitsPerLevel;
        }
        while (node != 0);

        return isFound;
    }

    /// <summary>Removes all routes.</summary>
    public void Clear()
    {
        _routes.Clear();
        _entries = new Entry[Fanout];
        _nodeCount = 1;
    }

    private static (uint Address, int LengthBits) KeyOf(IpPrefix prefix) =>
        (prefix.Address.Value, prefix.LengthBits);

    /// <summary>The level of a prefix: 0 holds lengths 0 to 8, then 8 more each.</summary>
    private static int LevelOf(int lengthBits) => Math.Max(lengthBits - 1, 0) / BitsPerLevel;

    private Entry FindHeir(IpPrefix prefix)
    {
        int level = LevelOf(prefix.LengthBits);
        int lengthBits = prefix.LengthBits;
        while (--lengthBits >= 0 && LevelOf(lengthBits) == level)
        {
            var shorter = new IpPrefix(prefix.Address, lengthBits);
            if (_routes.TryGetValue(KeyOf(shorter), out Route route))
            {
                var heir = default(Entry);
                heir.Set(route, lengthBits);
                return heir;
            }
        }

        return default;
    }

    private Span<Entry> CoveredBy(IpPrefix prefix)
    {
        int level = LevelOf(prefix.LengthBits);
        int node = 0;
        uint address = prefix.Address.Value;
        for (int above = 0; above < level; above++)
        {
            node = ChildOf((node * Fanout) + ByteOf(address, above));
        }

        int count = 1 << ((BitsPerLevel * (level + 1)) - prefix.LengthBits);
        return _entries.AsSpan((node * Fanout) + ByteOf(address, level), count);
    }

    private static byte ByteOf(uint address, int level) =>
        (byte)(address >> (32 - (BitsPerLevel * (level + 1))));

    private int ChildOf(int index)
    {
        if (_entries[index].Child == 0)
        {
            if (_entries.Length == _nodeCount * Fanout)
            {
                Array.Resize(ref _entries, 2 * _entries.Length);
            }

            _entries[index].Child = _nodeCount++;
        }

        return _entries[index].Child;
    }

    private struct Entry
    {
        public Route Route;
        public int Child;
        public byte LengthBits;
        public bool HasRoute;

        public void Set(Route route, int lengthBits)
        {
            Route = route;
            LengthBits = (byte)lengthBits;
            HasRoute = true;
        }
    }
}
