namespace Xia.Router.Elements.Scheduling;

/// <summary>
/// The order in which ports take turns, in proportion to their tickets (stride scheduling).
/// </summary>
/// <remarks>
/// The port with the smallest pass is next, and its pass then grows by <see cref="StrideOfOneTicket"/> over
/// its tickets; among equal ones, the one that moved last is first. A port without tickets is left out.
/// </remarks>
internal sealed class StrideOrder
{
    /// <summary>The most tickets of a port.</summary>
    public const int MaximumTickets = 1 << 15;

    private const int StrideOfOneTicket = 1 << 16;

    private readonly int[] _tickets;
    private readonly long[] _pass;
    private readonly int[] _order;
    private int _count;

    /// <summary>An order of ports, from port 0 on among equal ones.</summary>
    public StrideOrder(IReadOnlyList<int> tickets)
    {
        _tickets = [.. tickets];
        _pass = new long[_tickets.Length];
        _order = new int[_tickets.Length];
        for (int port = _tickets.Length - 1; port >= 0; port--)
        {
            if (_tickets[port] > 0)
            {
                _pass[port] = Stride(port);
                Insert(port, 0);
            }
        }
    }

    /// <summary>How many ports take turns.</summary>
    public int Count => _count;

    /// <summary>The port at a place of the order.</summary>
    public int this[int place] => _order[place];

    /// <summary>The tickets of a port.</summary>
    public int Tickets(int port) => _tickets[port];

    /// <summary>Takes the first ports of the order as having had their turns.</summary>
    public void Advance(int count)
    {
        for (int moved = 0; moved < count; moved++)
        {
            // Those that moved stand in the part behind the ones that did not.
            int port = _order[0];
            _count--;
            Array.Copy(_order, 1, _order, 0, _count);
            _pass[port] += Stride(port);
            Insert(port, count - moved - 1);
        }
    }

    /// <summary>Gives a port other tickets.</summary>
    public void SetTickets(int port, int tickets)
    {
        bool was = _tickets[port] > 0;
        _tickets[port] = tickets;
        if (was && tickets == 0)
        {
            int place = Array.IndexOf(_order, port, 0, _count);
            _count--;
            Array.Copy(_order, place + 1, _order, place, _count - place);
        }
        else if (!was && tickets > 0)
        {
            _pass[port] = _count > 0 ? _pass[_order[0]] + Stride(port) : 0;
            Insert(port, 0);
        }
    }

    /// <summary>The tickets of all ports, as they would be written.</summary>
    public override string ToString() => string.Join(", ", _tickets);

    private int Stride(int port) => StrideOfOneTicket / _tickets[port];

    private void Insert(int port, int firstPlace)
    {
        int place = firstPlace;
        while (place < _count && _pass[_order[place]] < _pass[port])
        {
            place++;
        }

        Array.Copy(_order, place, _order, place + 1, _count - place);
        _order[place] = port;
        _count++;
    }
}
