using System.Net.Sockets;
using Xia.Node.Sockets;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Sockets;

public sealed class SocketConnectionTests
{
    private const int PieceBytes = 1 << 20;

    [Test]
    public void Close_WithMuchUnsent_LingersAndDeliversAll()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        (IRouterConnection connection, Socket client) = bench.Pair(receiver);
        byte[] sent = new byte[32 * PieceBytes];
        new Random(3).NextBytes(sent);
        for (int start = 0; start < sent.Length; start += PieceBytes)
        {
            Assert.That(connection.Send(sent.AsSpan(start, PieceBytes)));
        }

        connection.Close();
        Assert.That(bench.Sockets.LingeringCount, Is.EqualTo(1), "Nobody waited for the other side.");
        Assert.That(connection.Send("more"u8), Is.False);
        Assert.That(bench.ReadToEnd(client).AsSpan().SequenceEqual(sent));
        bench.Until(() => bench.Sockets.LingeringCount == 0, "The end of lingering");
    }

    [Test]
    public void Send_ToOneWhoNeverReads_IsRefusedAtTheBoundAndNothingIsTaken()
    {
        using var bench = new SocketBench();
        (IRouterConnection connection, Socket client) = bench.Pair(new RecordingReceiver());
        byte[] piece = new byte[PieceBytes];
        int taken = 0;
        while (connection.Send(piece))
        {
            taken++;
            Assert.That(taken, Is.LessThan(1_000), "There is a bound.");
        }

        var inner = (SocketConnection)connection;
        Assert.That(inner.UnsentLengthBytes, Is.LessThanOrEqualTo(SocketConnection.MaximumUnsentBytes));
        Assert.That(
            inner.UnsentLengthBytes, Is.GreaterThan(SocketConnection.MaximumUnsentBytes - PieceBytes));
        connection.Close();
        Assert.That(bench.ReadToEnd(client), Has.Length.EqualTo(taken * PieceBytes));
    }

    [Test]
    public void IsFull_UntilTheOtherSideReads_ThenTellsOfRoomOnce()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        (IRouterConnection connection, Socket client) = bench.Pair(receiver);
        byte[] piece = new byte[PieceBytes];
        while (!connection.IsFull)
        {
            Assert.That(connection.Send(piece));
        }

        Assert.That(receiver.Rooms, Is.Zero);
        bench.Until(
            () =>
            {
                SocketBench.Read(client, Stream.Null);
                return receiver.Rooms > 0;
            },
            "Room");
        Assert.That(connection.IsFull, Is.False);
        Assert.That(receiver.Rooms, Is.EqualTo(1));
    }

    [Test]
    public void IsPaused_LeavesWhatArrivesWithTheSystem()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        (IRouterConnection paused, Socket first) = bench.Pair(receiver);
        var other = new RecordingReceiver();
        (_, Socket second) = bench.Pair(other);
        paused.IsPaused = true;
        first.Send("early"u8);
        second.Send("late"u8);
        bench.Until(() => other.Received == "late", "What came later");
        Assert.That(receiver.Received, Is.Empty);
        paused.IsPaused = false;
        bench.Until(() => receiver.Received == "early", "What came first");
    }

    [Test]
    public void OnReadable_AtTheOtherSidesEnd_TellsOnceAndStillAnswers()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        (IRouterConnection connection, Socket client) = bench.Pair(receiver);
        client.Send("question"u8);
        client.Shutdown(SocketShutdown.Send);
        bench.Until(() => receiver.Received == "question", "The question");
        connection.Send("answer"u8);
        Assert.That(bench.ReadToEnd(client), Is.EqualTo("answer"u8.ToArray()));
        Assert.That(receiver.Ends, Is.EqualTo(1));
        Assert.That(bench.Poller.Watches((SocketConnection)connection), Is.False);
    }

    [Test]
    public void Send_ToOneWhoIsGone_IsRefusedAndTheEndIsTold()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        (IRouterConnection connection, Socket client) = bench.Pair(receiver);
        client.Close(0);
        bench.Until(() => receiver.Ends == 1, "The end");
        Assert.That(connection.Send("x"u8), Is.False);
        Assert.That(bench.Sockets.LingeringCount, Is.Zero);
    }

    [Test]
    public void Lingering_OfOneWhoGoesAway_Ends()
    {
        using var bench = new SocketBench();
        (IRouterConnection connection, Socket client) = bench.Pair(new RecordingReceiver());
        connection.Send(new byte[32 * PieceBytes]);
        connection.Close();
        Assert.That(bench.Sockets.LingeringCount, Is.EqualTo(1));
        client.Close(0);
        bench.Until(() => bench.Sockets.LingeringCount == 0, "The end of lingering");
    }

    [Test]
    public void Lingering_OfTooMany_GivesTheOldestUp()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver();
        for (int count = 0; count <= LingeringConnections.MaximumConnections; count++)
        {
            (IRouterConnection connection, _) = bench.Pair(receiver);
            connection.Send(new byte[8 * PieceBytes]);
            connection.Close();
        }

        Assert.That(
            bench.Sockets.LingeringCount, Is.InRange(1, LingeringConnections.MaximumConnections));
        long unsentBytes = receiver.Connections.Sum(open => (long)((SocketConnection)open).UnsentLengthBytes);
        Assert.That(unsentBytes, Is.LessThanOrEqualTo(LingeringConnections.MaximumBytes));
        Assert.That(bench.Poller.Watches((SocketConnection)receiver.Connections[0]), Is.False);
    }

    [Test]
    public void Finish_WithOneWhoNeverReads_GivesUpAfterASecond()
    {
        using var bench = new SocketBench();
        (IRouterConnection connection, Socket client) = bench.Pair(new RecordingReceiver());
        connection.Send(new byte[32 * PieceBytes]);
        connection.Close();
        var time = new SteppingTime();
        bench.Sockets.Finish(time);
        Assert.That(bench.Sockets.LingeringCount, Is.Zero);
        Assert.That(bench.Poller.Watches((SocketConnection)connection), Is.False);
        Assert.That(client.Connected);
    }

    [Test]
    public void OnConnected_ThatSendsTooMuchOrCloses_IsWatchedNoMore()
    {
        using var bench = new SocketBench();
        var receiver = new RecordingReceiver
        {
            Greets = connection =>
            {
                connection.Send("no"u8);
                connection.Close();
            },
        };
        (IRouterConnection closed, Socket client) = bench.Pair(receiver);
        Assert.That(bench.ReadToEnd(client), Is.EqualTo("no"u8.ToArray()));
        Assert.That(bench.Poller.Watches((SocketConnection)closed), Is.False);
        Assert.That(receiver.Ends, Is.Zero);
    }

    /// <summary>A time in which every look costs a second.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
