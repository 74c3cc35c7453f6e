using System.Net;
using System.Net.Sockets;
using System.Text;
using Xia.Node.Polling;
using Xia.Node.Running;
using Xia.Node.Sockets;
using Xia.Node.Tests.Testing;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Node.Tests.Running;

/// <summary>A running router and clients of its control socket.</summary>
public sealed class ControlSocketRunTests
{
    private const int QuietExchanges = 100;
    private const string Command = "READ s.config\r\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public void Run_WithAClientThatNeverReads_ServesOthersAndLosesNothing()
    {
        string config = new('x', 1000);
        using var poller = new Poller();
        var driver = new RouterDriver(new RealClock(new ManualTime()), poller);
        RouterGraph graph = RouterGraph.Load(
            $"s :: Message(\"{config}\"); c :: ControlSocket(TCP, 0, LOCALHOST true)",
            "config",
            new RouterEnvironment
            {
                Pool = new PacketPool(),
                Driver = driver,
                Console = new RecordingConsole(),
                Sockets = new SystemSockets(poller),
            });
        int port = int.Parse(graph.ReadHandler("c.port"));
        var run = new Thread(() => driver.Run(graph)) { IsBackground = true };
        run.Start();
        using Socket silent = Connect(port);
        using Socket other = Connect(port);
        Assert.That(Ask(other, ""), Is.EqualTo("Click::ControlSocket/1.3\r\n"));

        // The silent one sends until the router has taken nothing more of it for a hundred exchanges.
        byte[] commands = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Command, 100)));
        int sentBytes = 0;
        int quiet = 0;
        while (quiet < QuietExchanges)
        {
            int length = silent.Send(
                commands.AsSpan(sentBytes % commands.Length), SocketFlags.None, out SocketError error);
            Assert.That(error, Is.AnyOf(SocketError.Success, SocketError.WouldBlock));
            sentBytes += Math.Max(length, 0);
            quiet = length > 0 ? 0 : quiet + 1;
            Assert.That(sentBytes, Is.LessThan(1 << 26), "The router stops reading.");
            Assert.That(Ask(other, "READ c.name\r\n"), Does.EndWith("DATA 1\r\nc"));
        }

        // Now it reads: every command that it sent whole is answered.
        int whole = sentBytes / Command.Length;
        long missing = "Click::ControlSocket/1.3\r\n".Length
            + (long)whole * $"200 Read handler 's.config' OK\r\nDATA 1002\r\n\"{config}\"".Length;
        byte[] piece = new byte[1 << 16];
        silent.Blocking = true;
        while (missing > 0)
        {
            int length = silent.Receive(piece);
            Assert.That(length, Is.GreaterThan(0));
            missing -= length;
        }

        Assert.That(missing, Is.Zero);
        driver.Stop();
        Assert.That(run.Join(Limit));
        graph.Close();
    }

    private static Socket Connect(int port)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            SendBufferSize = 1 << 14,
        };
        client.Connect(new IPEndPoint(IPAddress.Loopback, port));
        client.Blocking = false;
        return client;
    }

    // One command and one answer, of which the last byte comes with the others.
    private static string Ask(Socket client, string command)
    {
        client.Blocking = true;
        client.Send(Encoding.ASCII.GetBytes(command));
        byte[] answer = new byte[1 << 10];
        var text = new StringBuilder();
        string end = command.Length == 0 ? "1.3\r\n" : "DATA 1\r\nc";
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int length = client.Receive(answer);
            Assert.That(length, Is.GreaterThan(0));
            text.Append(Encoding.Latin1.GetString(answer, 0, length));
        }

        return text.ToString();
    }
}
