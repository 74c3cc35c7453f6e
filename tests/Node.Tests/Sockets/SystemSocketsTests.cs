using System.Net.Sockets;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Sockets;

public sealed class SystemSocketsTests
{
    private const string LongPath =
        "/tmp/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Test]
    public void Listen_WhereSomebodyListens_SaysWhichCallFailedAndWhy()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        using IRouterListener first = bench.Sockets.Listen(
            SocketBench.AnyPort, SocketOptions.None, receiver);
        SocketPlace taken = SocketBench.AnyPort with { Port = first.Port };
        Assert.That(
            Fault(() => bench.Sockets.Listen(taken, SocketOptions.None, receiver)),
            Is.EqualTo("bind: Address already in use"));
    }

    [TestCase("/nonexistent/folder/s", "No such file or directory")]
    [TestCase(LongPath, "File name too long")]
    public void UnixSocket_AtAnImpossiblePlace_SaysWhy(string path, string reason)
    {
        using var bench = new SocketBench();
        var place = new SocketPlace(path);
        var receiver = new RecordingReceiver();
        SocketOptions none = SocketOptions.None;
        Assert.That(
            Fault(() => bench.Sockets.Listen(place, none, receiver)), Is.EqualTo($"bind: {reason}"));
        Assert.That(
            Fault(() => bench.Sockets.Connect(place, null, none, receiver)),
            Is.EqualTo($"connect: {reason}"));
    }

    [Test]
    public void Connect_ToNobody_SaysThatItWasRefused()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        IRouterListener listener = bench.Sockets.Listen(SocketBench.AnyPort, SocketOptions.None, receiver);
        SocketPlace place = SocketBench.AnyPort with { Port = listener.Port };
        listener.Dispose();
        Assert.That(
            Fault(() => bench.Sockets.Connect(place, null, SocketOptions.None, receiver)),
            Is.EqualTo("connect: Connection refused"));
        Assert.That(receiver.Connections, Is.Empty);
    }

    [Test]
    public void Connect_ToAListener_CarriesBytesBothWaysAndNamesTheOthers()
    {
        using var bench = new SocketBench();
        var server = new RecordingReceiver();
        var client = new RecordingReceiver();
        var options = new SocketOptions(SendBufferBytes: 8192, ReceiveBufferBytes: 8192, IsPrompt: true);
        using IRouterListener listener = bench.Sockets.Listen(SocketBench.AnyPort, options, server);
        bench.Sockets.Connect(
            SocketBench.AnyPort with { Port = listener.Port }, SocketBench.AnyPort, options, client);
        bench.Until(() => server.Connections.Count == 1, "The connection");
        client.Connections[0].Send("there"u8);
        server.Connections[0].Send("back"u8);
        bench.Until(() => server.Received == "there" && client.Received == "back", "Both texts");
        SocketPlace place = SocketBench.AnyPort with { Port = listener.Port };
        Assert.That(client.Connections[0].Remote, Is.EqualTo(place));
        Assert.That(server.Connections[0].Remote!.Address, Is.EqualTo(SocketBench.ThisHost));
        client.Connections[0].Close();
        bench.Until(() => server.Ends == 1, "The end");
    }

    [Test]
    public void Listen_AtAFile_TakesItAwayAtTheEnd()
    {
        using var bench = new SocketBench();
        string folder = Directory.CreateTempSubdirectory().FullName;
        var place = new SocketPlace(Path.Combine(folder, "s"));
        var server = new RecordingReceiver();
        var client = new RecordingReceiver();
        IRouterListener listener = bench.Sockets.Listen(place, SocketOptions.None, server);
        bench.Sockets.Connect(place, null, SocketOptions.None, client);
        bench.Until(() => server.Connections.Count == 1, "The connection");
        Assert.That(server.Connections[0].Remote, Is.Null);
        client.Connections[0].Send("x"u8);
        bench.Until(() => server.Received == "x", "The text");
        listener.Dispose();
        Assert.That(Directory.GetFiles(folder), Is.Empty);
        Directory.Delete(folder);
    }

    [Test]
    public void Listen_WhosePathWasRemoved_EndsWithoutAnError()
    {
        using var bench = new SocketBench();
        string folder = Directory.CreateTempSubdirectory().FullName;
        var place = new SocketPlace(Path.Combine(folder, "s"));
        IRouterListener listener = bench.Sockets.Listen(place, SocketOptions.None, new RecordingReceiver());
        Directory.Delete(folder, recursive: true);
        listener.Dispose();
    }

    [Test]
    public void IsPaused_OfAListener_LetsTheNextOneWait()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        using IRouterListener listener = bench.Sockets.Listen(
            SocketBench.AnyPort, SocketOptions.None, receiver);
        listener.IsPaused = true;
        bench.Client(listener.Port);
        (_, Socket other) = bench.Pair(new RecordingReceiver());
        Assert.That((receiver.Connections.Count, other.Connected), Is.EqualTo((0, true)));
        listener.IsPaused = false;
        bench.Until(() => receiver.Connections.Count == 1, "The connection");
    }

    [Test]
    public void Adopt_OfAConnectedSocket_SpeaksOverIt()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        Socket client = bench.Client(((System.Net.IPEndPoint)listener.LocalEndPoint!).Port);
        Socket accepted = listener.Accept();
        bench.Sockets.Adopt((int)accepted.SafeHandle.DangerousGetHandle(), receiver);
        accepted.SafeHandle.SetHandleAsInvalid();
        client.Send("hello"u8);
        bench.Until(() => receiver.Received == "hello", "The text");
        receiver.Connections[0].Close();
        Assert.That(bench.ReadToEnd(client), Is.Empty);
    }

    [Test]
    public void Adopt_OfWhatIsNoSocket_SaysSoAndLeavesItAlone()
    {
        using var bench = new SocketBench();
        using FileStream file = File.OpenRead("/proc/self/status");
        int descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        string fault = Fault(() => bench.Sockets.Adopt(descriptor, new RecordingReceiver()));
        Assert.That(fault, Does.StartWith($"descriptor {descriptor}: ").And.Contain("non-socket"));
        Assert.That(file.ReadByte(), Is.GreaterThan(0));
        Assert.That(
            Fault(() => bench.Sockets.Adopt(1 << 20, new RecordingReceiver())),
            Does.StartWith($"descriptor {1 << 20}: "));
    }

    private static string Fault(Action act) => Assert.Throws<IOException>(act)!.Message;
}
