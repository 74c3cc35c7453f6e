using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Forwarding;

/// <summary>The neighbours that routes name, each once, counted by use; number 0 is no neighbour.</summary>
internal sealed class NextHopList
{
    private readonly Dictionary<Xid, int> _numbers = [];
    private readonly Stack<int> _free = new();
    private Xid[] _hops = new Xid[4];
    private int[] _uses = new int[4];
    private int _end = 1;

    public Xid this[int number] => _hops[number];

    public int Take(Xid hop)
    {
        if (hop.IsNone)
        {
            return 0;
        }

        if (!_numbers.TryGetValue(hop, out int number))
        {
            number = _free.Count > 0 ? _free.Pop() : _end++;
            if (number == _hops.Length)
            {
                Array.Resize(ref _hops, 2 * number);
                Array.Resize(ref _uses, 2 * number);
            }

            _hops[number] = hop;
            _numbers.Add(hop, number);
        }

        _uses[number]++;
        return number;
    }

    public void Release(int number)
    {
        if (number == 0 || --_uses[number] > 0)
        {
            return;
        }

        _numbers.Remove(_hops[number]);
        _hops[number] = default;
        _free.Push(number);
    }
}
