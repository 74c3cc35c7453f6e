using Xia.Router.Language.Parsing;

namespace Xia.Router.Language.Elaboration;

/// <summary>
/// Joins connections through compounds' and groups' ends, so that only real elements are left.
/// </summary>
/// <remarks>
/// An end is a port of an element as a source or as a target. What enters a compound goes on from the port of
/// the same number of its <c>input</c> inside, and what comes to its <c>output</c> goes on from the compound.
/// </remarks>
internal sealed class ConnectionSplicer
{
    private const int MaximumConnections = 1_000_000;

    private readonly CompoundBody _file;
    private readonly MessageList _messages;
    private readonly int[] _owners;
    private readonly Dictionary<End, List<End>> _next = [];
    private readonly Dictionary<End, HashSet<End>?> _reached = [];
    private long _count;

    private ConnectionSplicer(CompoundBody file, MessageList messages)
    {
        _file = file;
        _messages = messages;
        _owners = new int[file.Elements.Count];
        Array.Fill(_owners, -1);
        for (int element = 0; element < _owners.Length; element++)
        {
            BodyElement compound = file.Elements[element];
            if (compound.EntryPartner >= 0)
            {
                _owners[compound.EntryPartner] = element;
            }

            if (compound.ExitPartner >= 0)
            {
                _owners[compound.ExitPartner] = element;
            }
        }
    }

    /// <summary>The connections between real elements, by the file's numbers, in order, each once.</summary>
    public static List<ConnectionDeclaration> Splice(CompoundBody file, MessageList messages)
    {
        var splicer = new ConnectionSplicer(file, messages);
        foreach (ConnectionDeclaration connection in file.Connections)
        {
            splicer.Link(connection);
        }

        var found = new HashSet<(int, int, int, int)>();
        var joined = new List<ConnectionDeclaration>();
        foreach (ConnectionDeclaration connection in file.Connections)
        {
            var from = new End(connection.From, connection.FromPort, IsSource: true);
            var to = new End(connection.To, connection.ToPort, IsSource: false);
            HashSet<End> sources = splicer.Reach(from);
            HashSet<End> targets = splicer.Reach(to);
            splicer._count += (long)sources.Count * targets.Count;
            if (splicer._count > MaximumConnections)
            {
                messages.Error(
                    connection.Landmark, $"configuration has more than {MaximumConnections} connections");
                return [];
            }

            foreach (End source in sources)
            {
                foreach (End target in targets)
                {
                    if (found.Add((source.Element, source.Port, target.Element, target.Port)))
                    {
                        joined.Add(new ConnectionDeclaration(
                            source.Element, source.Port, target.Element, target.Port, connection.Landmark));
                    }
                }
            }
        }

        return
        [
            .. joined.OrderBy(connection => connection.To).ThenBy(connection => connection.ToPort)
                .ThenBy(connection => connection.From).ThenBy(connection => connection.FromPort),
        ];
    }

    private void Link(ConnectionDeclaration connection)
    {
        var source = new End(connection.From, connection.FromPort, IsSource: true);
        var target = new End(connection.To, connection.ToPort, IsSource: false);
        if (Partner(source) is { } before)
        {
            Add(before, target);
        }

        if (Partner(target) is { } behind)
        {
            Add(behind, source);
        }
    }

    private void Add(End at, End next)
    {
        if (!_next.TryGetValue(at, out List<End>? list))
        {
            _next[at] = list = [];
        }

        list.Add(next);
    }

    private bool IsReal(End end) => _file.Elements[end.Element].Class is not null;

    // The other side of a compound's wall; null for a real element, and for an end that nothing can reach.
    private End? Partner(End end)
    {
        BodyElement element = _file.Elements[end.Element];
        int partner = end.IsSource ? element.ExitPartner : element.EntryPartner;
        if (partner < 0 && _owners[end.Element] is int owner and >= 0)
        {
            int entry = end.IsSource ? _file.Elements[owner].EntryPartner : _file.Elements[owner].ExitPartner;
            partner = entry == end.Element ? owner : -1;
        }

        return element.Class is null && partner >= 0
            ? new End(partner, end.Port, !end.IsSource)
            : null;
    }

    // All real ends that an end leads to; each end is walked, and complained of, once.
    private HashSet<End> Reach(End start)
    {
        var open = new Stack<(End End, int Next)>();
        open.Push((start, 0));
        while (open.TryPop(out (End End, int Next) at))
        {
            HashSet<End>? reached = at.Next == 0 ? Begin(at.End) : _reached[at.End];
            if (reached is null || !_next.TryGetValue(at.End, out List<End>? list))
            {
                continue;
            }

            if (at.Next > 0)
            {
                reached.UnionWith(_reached[list[at.Next - 1]]!);
            }

            if (at.Next < list.Count)
            {
                open.Push((at.End, at.Next + 1));
                open.Push((list[at.Next], 0));
            }
        }

        return _reached[start]!;
    }

    // Null when the end is known already, or is walked at the moment.
    private HashSet<End>? Begin(End end)
    {
        if (_reached.ContainsKey(end))
        {
            if (!IsReal(end) && Partner(end) is null)
            {
                Complain(end);
            }

            return null;
        }

        var reached = new HashSet<End>();
        _reached[end] = reached;
        if (IsReal(end))
        {
            reached.Add(end);
            return null;
        }

        if (!_next.ContainsKey(end))
        {
            Complain(end);
        }

        return reached;
    }

    private void Complain(End end)
    {
        BodyElement element = _file.Elements[end.Element];
        if (Partner(end) is not { } partner)
        {
            _messages.Error(
                element.Landmark, $"'{element.Name}' used as {(end.IsSource ? "output" : "input")}");
            return;
        }

        bool isOuter = _owners[end.Element] != partner.Element;
        BodyElement compound = isOuter ? element : _file.Elements[partner.Element];
        string side = end.IsSource == isOuter ? "output" : "input";
        _messages.Error(
            compound.Landmark,
            isOuter
                ? $"'{compound.Name}' has no {side} {end.Port}"
                : $"'{compound.Name}' {side} {end.Port} unused");
    }

    private readonly record struct End(int Element, int Port, bool IsSource);
}
