using System.Runtime.CompilerServices;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Forwarding;

/// <summary>The route tables of a node, one per principal type that it knows.</summary>
/// <remarks>
/// A type without a table is passed over like a missing route: that is how XIA meets types of the future.
/// </remarks>
public sealed class XidRoutes
{
    /// <summary>How many types a node can know.</summary>
    public const int MaximumTypes = 32;

    // Types below this number are found by index, the others by search.
    private const int IndexedTypes = 0x20;

    private readonly XidRouteTable?[] _indexed = new XidRouteTable?[IndexedTypes];
    private readonly List<XidRouteTable> _all = [];
    private readonly ulong _seed;
    private readonly int _capacity;

    /// <summary>No tables yet.</summary>
    /// <param name="seed">Drawn from a stream of the node's own.</param>
    /// <param name="capacity">How many routes each table takes.</param>
    public XidRoutes(ulong seed, int capacity = XidRouteTable.DefaultCapacity)
    {
        _seed = seed;
        _capacity = capacity;
    }

    /// <summary>The tables in order of type.</summary>
    public IEnumerable<XidRouteTable> Tables => _all.OrderBy(table => table.Type);

    /// <summary>Rises whenever a route of any table changes.</summary>
    public long Version { get; private set; }

    /// <summary>The table of a type, or null for a type that this node does not know.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public XidRouteTable? Find(XidType type)
    {
        XidRouteTable?[] indexed = _indexed;
        return (uint)type < (uint)indexed.Length ? indexed[(int)type] : Search(type);
    }

    /// <summary>The table of a type, made if need be; null when there are too many already.</summary>
    public XidRouteTable? FindOrAdd(XidType type)
    {
        XidRouteTable? table = Find(type);
        if (table is not null || _all.Count == MaximumTypes)
        {
            return table;
        }

        table = new XidRouteTable(type, _seed, _capacity) { OnChange = () => Version++ };
        _all.Add(table);
        if ((uint)type < IndexedTypes)
        {
            _indexed[(int)type] = table;
        }

        return table;
    }

    /// <summary>Adds or replaces a route.</summary>
    /// <returns>False when a bound is reached.</returns>
    public bool TrySet(Xid key, Route route) => FindOrAdd(key.Type)?.TrySet(key, route) ?? false;

    /// <summary>Takes a route away.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(Xid key) => Find(key.Type)?.Remove(key) ?? false;

    /// <summary>
    /// The route of an identifier, or its type's default; a type without a table falls back.
    /// </summary>
    public Route Lookup(Xid key) => Find(key.Type)?.Lookup(key) ?? Route.Fallback;

    private XidRouteTable? Search(XidType type)
    {
        foreach (XidRouteTable table in _all)
        {
            if (table.Type == type)
            {
                return table;
            }
        }

        return null;
    }
}
