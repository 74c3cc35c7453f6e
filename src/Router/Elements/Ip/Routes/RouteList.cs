using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xia.Internet.Routing;
using Xia.Internet.Wire;

namespace Xia.Router.Elements.Ip.Routes;

/// <summary>
/// The routes of a table: by prefix, in the order of their making, and ready to be looked up.
/// </summary>
/// <remarks>
/// A removed route's place in the order goes to the next new one. Routes to the same output and gateway share
/// one number of the lookup.
/// </remarks>
internal sealed class RouteList(IRouteLookup lookup)
{
    private readonly Dictionary<IpPrefix, int> _places = [];
    private readonly List<(IpPrefix Prefix, int Hop)> _routes = [];
    private readonly Stack<int> _freePlaces = new();
    private readonly Dictionary<Route, int> _hopNumbers = [];
    private readonly Stack<int> _freeHops = new();
    private Route[] _hops = new Route[4];
    private int[] _hopUses = new int[4];
    private int _hopCount;

    /// <summary>How many routes there are.</summary>
    public int Count => _places.Count;

    /// <summary>All routes in their order.</summary>
    public IEnumerable<(IpPrefix Prefix, Route Route)> All =>
        _routes.Where(route => route.Hop >= 0).Select(route => (route.Prefix, _hops[route.Hop]));

    /// <summary>The route of exactly this prefix.</summary>
    public bool TryFind(IpPrefix prefix, out Route route)
    {
        bool found = _places.TryGetValue(prefix, out int place);
        route = found ? _hops[_routes[place].Hop] : default;
        return found;
    }

    /// <summary>The route of the longest prefix that contains an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLookup(uint address, out Route route)
    {
        int hop = lookup.Lookup(address);
        route = hop >= 0 ? _hops[hop] : default;
        return hop >= 0;
    }

    /// <summary>Asks the processor to load what a lookup will read.</summary>
    public void Prefetch(uint address) => lookup.Prefetch(address);

    /// <summary>Adds a route, or replaces the one of the same prefix.</summary>
    public void Set(IpPrefix prefix, Route route)
    {
        int hop = UseHop(route);
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, prefix, out bool existed);
        if (existed)
        {
            LetGo(_routes[place].Hop);
            _routes[place] = (prefix, hop);
        }
        else if (_freePlaces.TryPop(out place))
        {
            _routes[place] = (prefix, hop);
        }
        else
        {
            place = _routes.Count;
            _routes.Add((prefix, hop));
        }

        lookup.Set(prefix, hop);
    }

    /// <summary>Removes the route of exactly this prefix.</summary>
    public bool TryRemove(IpPrefix prefix)
    {
        if (!_places.Remove(prefix, out int place))
        {
            return false;
        }

        LetGo(_routes[place].Hop);
        _routes[place] = (prefix, -1);
        _freePlaces.Push(place);
        for (int lengthBits = prefix.LengthBits - 1; lengthBits >= 0; lengthBits--)
        {
            if (_places.TryGetValue(new IpPrefix(prefix.Address, lengthBits), out int heir))
            {
                lookup.Remove(prefix, lengthBits, _routes[heir].Hop);
                return true;
            }
        }

        lookup.Remove(prefix, 0, IRouteLookup.None);
        return true;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _places.Clear();
        _routes.Clear();
        _freePlaces.Clear();
        _hopNumbers.Clear();
        _freeHops.Clear();
        _hopCount = 0;
        lookup.Clear();
    }

    private int UseHop(Route route)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_hopNumbers, route, out bool existed);
        if (!existed)
        {
            number = _freeHops.TryPop(out int free) ? free : _hopCount++;
            if (number == _hops.Length)
            {
                Array.Resize(ref _hops, 2 * _hops.Length);
                Array.Resize(ref _hopUses, _hops.Length);
            }

            _hops[number] = route;
            _hopUses[number] = 0;
        }

        _hopUses[number]++;
        return number;
    }

    private void LetGo(int hop)
    {
        if (--_hopUses[hop] == 0)
        {
            _hopNumbers.Remove(_hops[hop]);
            _freeHops.Push(hop);
        }
    }
}
