using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Sockets;

public sealed class DatagramSocketTests
{
    private const int LongestDatagramBytes = 65_507;

    [Test]
    public void Send_ToAnother_ArrivesWithItsSenderWhoIsAnswered()
    {
        using var bench = new SocketBench();
        var asked = new Recorder();
        var answered = new Recorder();
        using IRouterDatagrams server = Open(bench, null, asked);
        using IRouterDatagrams client = Open(bench, PlaceOf(server), answered);
        Assert.That(server.HasTarget, Is.False);
        Assert.That(server.Send("nobody"u8), Is.EqualTo(SendOutcome.Refused));
        Assert.That(client.Send("question"u8), Is.EqualTo(SendOutcome.Sent));
        bench.Until(() => asked.Texts.Count == 1, "The question");
        Assert.That(asked.Texts, Is.EqualTo(new[] { $"127.0.0.1:{client.Port} question" }));
        server.AimAtSender();
        Assert.That(server.Send("answer"u8), Is.EqualTo(SendOutcome.Sent));
        bench.Until(() => answered.Texts.Count == 1, "The answer");
        Assert.That(answered.Texts, Is.EqualTo(new[] { $"127.0.0.1:{server.Port} answer" }));
    }

    [Test]
    public void Send_ToAnotherHost_KeepsThePort()
    {
        using var bench = new SocketBench();
        var asked = new Recorder();
        using IRouterDatagrams server = Open(bench, null, asked);
        using IRouterDatagrams client = Open(bench, new SocketPlace(null, IpAddress.Any, server.Port), asked);
        Assert.That(client.Send("x"u8, SocketBench.ThisHost), Is.EqualTo(SendOutcome.Sent));
        bench.Until(() => asked.Texts.Count == 1, "The datagram");
    }

    [Test]
    public void OnReadable_OfAnEmptyDatagram_TellsOfIt()
    {
        using var bench = new SocketBench();
        var asked = new Recorder();
        using IRouterDatagrams server = Open(bench, null, asked);
        using IRouterDatagrams client = Open(bench, PlaceOf(server), new Recorder());
        client.Send([]);
        client.Send("x"u8);
        bench.Until(() => asked.Texts.Count == 2, "Both datagrams");
        Assert.That(asked.Texts[0], Is.EqualTo($"127.0.0.1:{client.Port} "));
    }

    [Test]
    public void Send_OfTooMuchOrToNobody_IsRefusedAndReceivingGoesOn()
    {
        using var bench = new SocketBench();
        var heard = new Recorder();
        using IRouterDatagrams own = Open(bench, null, heard);
        using IRouterDatagrams other = Open(bench, PlaceOf(own), new Recorder());
        Assert.That(other.Send(new byte[LongestDatagramBytes + 1]), Is.EqualTo(SendOutcome.Refused));
        Assert.That(other.Send(new byte[LongestDatagramBytes]), Is.EqualTo(SendOutcome.Sent));
        bench.Until(() => heard.Texts.Count == 1, "The longest datagram");
        own.Dispose();
        Assert.That(own.Send("x"u8), Is.EqualTo(SendOutcome.Refused));

        // Nobody is there: an ICMP error may come, and nothing is thrown.
        other.Send("x"u8);
        bench.Poller.Poll(Duration.FromMilliseconds(1));
        Assert.That(other.Send("x"u8), Is.Not.EqualTo(SendOutcome.Busy));
    }

    [Test]
    public void UnixSocket_WhoseReceiverDoesNotRead_IsBusyAndThenTakesMore()
    {
        using var bench = new SocketBench();
        string folder = Directory.CreateTempSubdirectory().FullName;
        var path = new SocketPlace(Path.Combine(folder, "s"));
        var heard = new Recorder();
        using (IRouterDatagrams server = bench.Sockets.OpenDatagrams(null, path, SocketOptions.None, heard))
        using (IRouterDatagrams client = bench.Sockets.OpenDatagrams(
            path, null, SocketOptions.None, new Recorder()))
        {
            int sent = 0;
            while (client.Send("abc"u8) == SendOutcome.Sent)
            {
                sent++;
                Assert.That(sent, Is.LessThan(1_000_000), "There is a bound.");
            }

            Assert.That(client.Send("abc"u8), Is.EqualTo(SendOutcome.Busy));
            bench.Until(() => heard.Texts.Count == sent, "All of them");
            Assert.That(heard.Texts[0], Is.EqualTo("0.0.0.0:0 abc"));
            Assert.That(client.Send("abc"u8), Is.EqualTo(SendOutcome.Sent));
        }

        Assert.That(Directory.GetFiles(folder), Is.Empty, "The socket's file went with it.");
        Directory.Delete(folder);
    }

    [Test]
    public void SendAndReceive_OfManyDatagrams_AllocateNothing()
    {
        const int Rounds = 200;
        using var bench = new SocketBench();
        var counter = new Counter();
        using IRouterDatagrams server = Open(bench, null, counter);
        using IRouterDatagrams client = Open(bench, PlaceOf(server), counter);
        byte[] datagram = new byte[1_000];
        byte[] tooLong = new byte[LongestDatagramBytes + 1];
        Exchange(Rounds);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(Rounds);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(counter.Count, Is.EqualTo(2 * Rounds));

        void Exchange(int rounds)
        {
            int end = counter.Count + rounds;
            for (int round = 0; round < rounds; round++)
            {
                client.Send(datagram);
                client.Send(tooLong);
                bench.Poller.Poll(Duration.FromMilliseconds(10));
            }

            while (counter.Count < end)
            {
                bench.Poller.Poll(Duration.FromMilliseconds(10));
            }
        }
    }

    private static SocketPlace PlaceOf(IRouterDatagrams socket) =>
        new(null, SocketBench.ThisHost, socket.Port);

    private static IRouterDatagrams Open(
        SocketBench bench, SocketPlace? target, IDatagramReceiver receiver) =>
        bench.Sockets.OpenDatagrams(target, SocketBench.AnyPort, SocketOptions.None, receiver);

    /// <summary>Keeps what arrives.</summary>
    private sealed class Recorder : IDatagramReceiver
    {
        public List<string> Texts { get; } = [];

        public void OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port) =>
            Texts.Add($"{address}:{port} {Encoding.Latin1.GetString(bytes)}");
    }

    /// <summary>Counts what arrives.</summary>
    private sealed class Counter : IDatagramReceiver
    {
        public int Count { get; private set; }

        public void OnDatagram(ReadOnlySpan<byte> bytes, IpAddress address, int port) => Count++;
    }
}
