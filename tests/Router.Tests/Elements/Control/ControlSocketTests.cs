using Xia.Router.Elements.Control.Sockets;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Elements.Control;

/// <summary>The control protocol over a connection without a network.</summary>
public sealed class ControlSocketTests
{
    private const string Graph =
        "Idle -> s :: Switch(0) -> Idle; s[1] -> Idle; x :: Script(TYPE PASSIVE, error bad thing);";

    [Test]
    public void Connection_WhenOpened_IsGreeted() =>
        Assert.That(Connect(Graph).TakeSent(), Is.EqualTo("Click::ControlSocket/1.3\r\n"));

    [TestCase("read s.switch\n", "200 Read handler 's.switch' OK\r\nDATA 1\r\n0")]
    [TestCase("READ s.switch\r\n", "200 Read handler 's.switch' OK\r\nDATA 1\r\n0")]
    [TestCase("read 2.switch\r", "200 Read handler '2.switch' OK\r\nDATA 1\r\n0")]
    [TestCase("read x.add 1 2\n", "200 Read handler 'x.add' OK\r\nDATA 1\r\n3")]
    [TestCase("readdata x.add 3\n1 2", "200 Read handler 'x.add' OK\r\nDATA 1\r\n3")]
    [TestCase("readuntil x.add END\n4\n5\nEND\n", "200 Read handler 'x.add' OK\r\nDATA 1\r\n9")]
    [TestCase("read s.nothing\n", "511 No handler named 's.nothing'\r\n")]
    [TestCase("read nobody.switch\n", "510 No element named 'nobody'\r\n")]
    [TestCase("read x.cat FILE\n", "511 No handler named 'x.cat'\r\n")]
    [TestCase("read s.switch 4\n",
        "590-Read handler 's.switch' error:\r\n590 read handler 's.switch' does not take parameters\r\n")]
    [TestCase("read x.run\n", "520-Read handler 'x.run' error:\r\n520 bad thing\r\n")]
    [TestCase("write s.switch 1\nread s.switch\n",
        "200 Write handler 's.switch' OK\r\n200 Read handler 's.switch' OK\r\nDATA 1\r\n1")]
    [TestCase("writedata s.switch 1\n1read s.switch\n",
        "200 Write handler 's.switch' OK\r\n200 Read handler 's.switch' OK\r\nDATA 1\r\n1")]
    [TestCase("write s.switch x\n",
        "520-Write handler 's.switch' error:\r\n520 Switch output must be integer\r\n")]
    [TestCase("write s.name x\n", "511 Handler 's.name' not writable\r\n")]
    [TestCase("checkread s.switch\n", "200 Read handler 's.switch' OK\r\n")]
    [TestCase("checkwrite s.switch\n", "200 Write handler 's.switch' OK\r\n")]
    [TestCase("checkwrite s.name\n", "511 Handler 's.name' not writable\r\n")]
    [TestCase("llrpc s#4004C005\n", "200 LLRPC 's#4004C005' OK\r\nDATA 4\r\n\0\0\0\0")]
    [TestCase("llrpc s#80044006 4\n\u0001\0\0\0read s.switch\n",
        "200 LLRPC 's#80044006' OK\r\nDATA 0\r\n200 Read handler 's.switch' OK\r\nDATA 1\r\n1")]
    [TestCase("llrpc s\n", "500 Syntax error in LLRPC name 's'\r\n")]
    [TestCase("read\n", "500 Wrong number of arguments\r\n")]
    [TestCase("sing s.switch\n", "501 Command 'SING' unimplemented\r\n")]
    [TestCase("\n\r\n\r", "")]
    public void Command_OfAClient_IsAnsweredAsByClick(string command, string answer)
    {
        Assert.That(Connect(Graph).Ask(command), Is.EqualTo(answer));

        // In pieces, as a network may deliver it.
        FakeSockets.FakeConnection other = Connect(Graph);
        other.TakeSent();
        Assert.That(string.Concat(command.Select(at => other.Ask($"{at}"))), Is.EqualTo(answer));
    }

    [Test]
    public void Read_WithAProxy_AsksTheProxyForTheWholeName()
    {
        FakeSockets.FakeConnection connection = Connect(
            Graph + "p :: Script(TYPE PROXY, return there);", "PROXY p");
        Assert.That(
            connection.Ask("read far.away\n"),
            Is.EqualTo("200 Read handler 'far.away' OK\r\nDATA 5\r\nthere"));
    }

    [Test]
    public void Quit_EndsTheConnection()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        Assert.That(connection.Ask("quit\nread s.switch\n"), Is.EqualTo("200 Goodbye!\r\n"));
        Assert.That(connection.IsClosed);
    }

    [Test]
    public void Commands_OfOneWhoDoesNotRead_WaitUntilThereIsRoom()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        connection.IsFull = true;
        Assert.That(connection.Ask("read s.switch\nread s.switch\n"), Is.Empty);
        Assert.That(connection.IsPaused, "What comes later is left with the system.");
        connection.IsFull = false;
        connection.Receiver.OnRoom();
        const string Answer = "200 Read handler 's.switch' OK\r\nDATA 1\r\n0";
        Assert.That(connection.TakeSent(), Is.EqualTo(Answer + Answer));
        Assert.That(connection.IsPaused, Is.False);
    }

    [Test]
    public void Commands_OfOneWhoLeavesWithoutReading_AreStillDone()
    {
        var sockets = new FakeSockets();
        RouterGraph graph = Load($"c :: ControlSocket(TCP, 80); {Graph}", sockets);
        FakeSockets.FakeConnection connection = sockets.Listeners[0].Connect();
        connection.IsFull = true;
        connection.Ask("write s.switch 1\n");
        connection.Receiver.OnClosed();
        Assert.That(graph.ReadHandler("s.switch").Trim(), Is.EqualTo("1"));
        Assert.That(connection.IsClosed);
        graph.Close();
    }

    [Test]
    public void Answer_ThatIsNotTaken_EndsTheConnection()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        connection.Refuses = true;
        connection.Ask("read s.switch\nwrite s.switch 1\n");
        Assert.That(connection.IsClosed);
    }

    [Test]
    public void Write_OfAReadOnlySocket_IsRefused() => Assert.That(
        Connect(Graph, "READONLY true").Ask("write s.switch 1\n"),
        Is.EqualTo("530 Permission denied for 's.switch'\r\n"));

    [Test]
    public void Connection_ThatSendsTooMuch_IsClosed()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        string much = new('x', 1 << 20);
        for (int count = 0; count < 17; count++)
        {
            connection.Ask(much);
        }

        Assert.That(connection.IsClosed);
    }

    [Test]
    public void Connection_ThatNeverEndsItsLines_IsClosed()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        connection.Ask("writeuntil s.switch END\n");
        string lines = string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 1 << 10));
        for (int count = 0; count < 16; count++)
        {
            Assert.That(connection.IsClosed, Is.False, $"after {count} pieces");
            connection.Ask(lines);
        }

        Assert.That(connection.Ask("\n"), Is.EqualTo("521 Data too big\r\n"));
        Assert.That(connection.IsClosed);
        Assert.That(connection.Ask("END\n"), Is.Empty);
    }

    [Test]
    public void Connection_ThatSendsALongLineInSmallPieces_IsSearchedOnce()
    {
        FakeSockets.FakeConnection connection = Connect(Graph);
        string piece = new('x', 64);
        for (int count = 0; count < (1 << 24) / 64; count++)
        {
            Assert.That(connection.Ask(piece), Is.Empty);
        }

        Assert.That(connection.Ask("\n"), Does.StartWith("501 Command 'XXX"));
        Assert.That(
            connection.Ask("read s.switch\n"),
            Is.EqualTo("200 Read handler 's.switch' OK\r\nDATA 1\r\n0"));
    }

    [Test]
    public void Connection_BeyondTheBound_IsRefusedUntilAnotherEnds()
    {
        var sockets = new FakeSockets();
        Load("c :: ControlSocket(TCP, 80)", sockets);
        List<FakeSockets.FakeConnection> taken = [];
        for (int count = 0; count < ControlSocket.MaximumConnections; count++)
        {
            taken.Add(sockets.Listeners[0].Connect());
        }

        Assert.That(taken.Exists(connection => connection.IsClosed), Is.False);
        FakeSockets.FakeConnection refused = sockets.Listeners[0].Connect();
        Assert.That(refused.TakeSent(), Is.EqualTo("500 Too many connections\r\n"));
        Assert.That(refused.IsClosed);
        Assert.That(refused.Ask("quit\n"), Is.Empty);
        taken[0].Ask("quit\n");
        Assert.That(sockets.Listeners[0].Connect().IsClosed, Is.False);
    }

    [Test]
    public void Port_WithPlus_IsTheNextFreeOne()
    {
        RouterGraph graph = Load("c :: ControlSocket(TCP, 80+)", new FakeSockets(80, 81));
        Assert.That(graph.ReadHandler("c.port"), Is.EqualTo("82\n"));
    }

    [Test]
    public void Port_ThatIsTaken_IsAnError() => Assert.That(
        () => Load("c :: ControlSocket(TCP, 80)", new FakeSockets(80)),
        Throws.TypeOf<RouterConfigurationException>().With.Message.Contains("Address already in use"));

    [Test]
    public void TakeOver_OfTheSameSocket_KeepsItAndItsConnections()
    {
        var sockets = new FakeSockets();
        RouterGraph old = Load(Graph + "c :: ControlSocket(TCP, 80, RETRIES 1)", sockets);
        FakeSockets.FakeConnection connection = sockets.Listeners[0].Connect();
        RouterGraph next = old.PrepareReplacement(
            "Idle -> s :: Switch(1) -> Idle; s[1] -> Idle; c :: ControlSocket(TCP, 80, RETRIES 1)", "config");
        next.TakeOver(old);
        Assert.That(sockets.Listeners[0].IsDisposed, Is.False);
        Assert.That(connection.IsClosed, Is.False);
        Assert.That(
            connection.Ask("read s.config\n"), Is.EqualTo("200 Read handler 's.config' OK\r\nDATA 1\r\n1"));
        next.Close();
        Assert.That(connection.IsClosed);
    }

    private static FakeSockets.FakeConnection Connect(string text, string keywords = "READONLY false")
    {
        var sockets = new FakeSockets();
        Load($"{text} c :: ControlSocket(TCP, 80, {keywords})", sockets);
        return sockets.Listeners[0].Connect();
    }

    private static RouterGraph Load(string text, FakeSockets sockets) => RouterGraph.Load(
        text, "config", new RouterEnvironment { Pool = new PacketPool(), Sockets = sockets });
}
