using System.Text;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Sockets;

/// <summary>Takes connections and keeps what they tell.</summary>
internal sealed class RecordingReceiver : IRouterAcceptor, IConnectionReceiver
{
    private readonly StringBuilder _received = new();

    public List<IRouterConnection> Connections { get; } = [];

    public string Received => _received.ToString();

    public int Rooms { get; private set; }

    public int Ends { get; private set; }

    /// <summary>What is done with a connection before <see cref="OnConnected"/> returns.</summary>
    public Action<IRouterConnection>? Greets { get; init; }

    public IConnectionReceiver OnConnected(IRouterConnection connection)
    {
        Connections.Add(connection);
        Greets?.Invoke(connection);
        return this;
    }

    public void OnReceived(ReadOnlySpan<byte> bytes) => _received.Append(Encoding.Latin1.GetString(bytes));

    public void OnRoom() => Rooms++;

    public void OnClosed() => Ends++;
}
