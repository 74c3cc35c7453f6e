namespace Xia.Node.Sockets;

/// <summary>Closed connections whose last bytes the other side has not taken yet.</summary>
/// <remarks>So many, or with so many bytes, that a bound is passed: the oldest ones are given up.</remarks>
internal sealed class LingeringConnections
{
    internal const int MaximumConnections = 64;
    internal const long MaximumBytes = SocketConnection.MaximumUnsentBytes;

    private readonly List<SocketConnection> _connections = [];

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>One that was closed.</summary>
    public void Add(SocketConnection connection)
    {
        _connections.Add(connection);
        while (Count > MaximumConnections || (Count > 1 && UnsentBytes() > MaximumBytes))
        {
            _connections[0].GiveUp();
        }
    }

    /// <summary>One that is gone.</summary>
    public void Remove(SocketConnection connection) => _connections.Remove(connection);

    /// <summary>Gives all up.</summary>
    public void GiveUp()
    {
        while (Count > 0)
        {
            _connections[0].GiveUp();
        }
    }

    private long UnsentBytes()
    {
        long sum = 0;
        foreach (SocketConnection connection in _connections)
        {
            sum += connection.UnsentLengthBytes;
        }

        return sum;
    }
}
