using System.Net;
using System.Net.Sockets;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Node.Polling;
using Xia.Node.Sockets;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Sockets;

/// <summary>Sockets of this host, and clients beside them; everything happens on the test's thread.</summary>
internal sealed class SocketBench : IDisposable
{
    private const int MostTurns = 100_000;
    private static readonly Duration Turn = Duration.FromMilliseconds(1);
    private readonly List<Socket> _clients = [];

    public SocketBench() => Sockets = new SystemSockets(Poller);

    public static IpAddress ThisHost { get; } = new(0x7f000001);

    public static SocketPlace AnyPort { get; } = new(null, ThisHost);

    public Poller Poller { get; } = new();

    public SystemSockets Sockets { get; }

    /// <summary>Lets the sockets work until something holds.</summary>
    public void Until(Func<bool> holds, string what)
    {
        for (int turn = 0; turn < MostTurns; turn++)
        {
            if (holds())
            {
                return;
            }

            Poller.Poll(Turn);
        }

        Assert.Fail($"{what} does not happen.");
    }

    /// <summary>Somebody who connects; nothing of his waits.</summary>
    public Socket Client(int port)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        client.Connect(new IPEndPoint(IPAddress.Loopback, port));
        client.Blocking = false;
        return client;
    }

    /// <summary>A connection and who is at its other end.</summary>
    public (IRouterConnection Connection, Socket Client) Pair(RecordingReceiver receiver)
    {
        using IRouterListener listener = Sockets.Listen(AnyPort, SocketOptions.None, receiver);
        int before = receiver.Connections.Count;
        Socket client = Client(listener.Port);
        Until(() => receiver.Connections.Count > before, "The connection");
        return (receiver.Connections[before], client);
    }

    /// <summary>Reads all that a client has by now; false at the end.</summary>
    public static bool Read(Socket client, Stream target)
    {
        byte[] bytes = new byte[1 << 18];
        while (true)
        {
            int length = client.Receive(bytes, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return true;
            }

            if (length <= 0)
            {
                return false;
            }

            target.Write(bytes, 0, length);
        }
    }

    /// <summary>Reads all that a client gets until the connection ends.</summary>
    public byte[] ReadToEnd(Socket client)
    {
        using var all = new MemoryStream();
        Until(() => !Read(client, all), "The end");
        return all.ToArray();
    }

    public void Dispose()
    {
        foreach (Socket client in _clients)
        {
            client.Dispose();
        }

        Poller.Dispose();
    }
}
