namespace Xia.Router.Language;

/// <summary>Connections in the order of the text, each once, with the ports in use at every node.</summary>
internal sealed class ConnectionList
{
    private static readonly SortedSet<int> NoPorts = [];

    private readonly List<ConnectionDeclaration> _items = [];
    private readonly HashSet<(int From, int FromPort, int To, int ToPort)> _known = [];
    private readonly Dictionary<int, SortedSet<int>> _inputs = [];
    private readonly Dictionary<int, SortedSet<int>> _outputs = [];

    public IReadOnlyList<ConnectionDeclaration> Items => _items;

    public void Add(ConnectionDeclaration connection)
    {
        if (_known.Add((connection.From, connection.FromPort, connection.To, connection.ToPort)))
        {
            _items.Add(connection);
            Note(_outputs, connection.From, connection.FromPort);
            Note(_inputs, connection.To, connection.ToPort);
        }
    }

    /// <summary>The inputs of a node that something leads to.</summary>
    public SortedSet<int> InputsOf(int node) => _inputs.GetValueOrDefault(node, NoPorts);

    /// <summary>The outputs of a node that lead somewhere.</summary>
    public SortedSet<int> OutputsOf(int node) => _outputs.GetValueOrDefault(node, NoPorts);

    /// <summary>One more than the highest port of a set.</summary>
    public static int CountOf(SortedSet<int> ports) => ports.Count == 0 ? 0 : ports.Max + 1;

    private static void Note(Dictionary<int, SortedSet<int>> ends, int node, int port)
    {
        if (!ends.TryGetValue(node, out SortedSet<int>? ports))
        {
            ends[node] = ports = [];
        }

        ports.Add(port);
    }
}
