using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Hosts;
using Xia.Overlay.Wire;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

public sealed class OverlayStackTests
{
    [Test]
    public void Datagram_RequestAndAnswer_ArriveAndMeasureTheRoundTrip()
    {
        MovingWorld world = new(1);
        DatagramApplication server = OpenEcho(world.Machine);
        DatagramApplication client = OpenClient(world.Client);
        Send(world, client, [1, 2, 3]);
        world.RunFor(Duration.FromMilliseconds(50));
        Assert.That(client.Received, Has.Count.EqualTo(1), world.Net.Story);
        Assert.That(client.Received[0].Payload, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(client.Received[0].At, Is.EqualTo(Instant.Zero + (MovingWorld.Delay * 2)));
        Assert.That(client.Received[0].From, Is.EqualTo(Token(world.Client, "web.kv")));
        Assert.That(server.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public void Datagram_LongestPayload_FillsTheMtuAndOneMoreIsTooLong()
    {
        MovingWorld world = new(2);
        OpenEcho(world.Machine);
        DatagramApplication client = OpenClient(world.Client);
        PeerToken web = Token(world.Client, "web.kv");
        byte[] longest = new byte[client.Socket!.MaximumPayloadBytes];
        Assert.That(client.Socket.TrySend(web, longest, world.Now), Is.EqualTo(DatagramOutcome.Sent));
        Assert.That(client.Socket.TrySend(web, new byte[longest.Length + 1], world.Now),
            Is.EqualTo(DatagramOutcome.TooLong));
        Assert.That(client.Socket.TrySend(new PeerToken(99), longest, world.Now),
            Is.EqualTo(DatagramOutcome.UnknownPeer));
        world.RunFor(Duration.FromMilliseconds(50));
        Assert.That(client.Received.Single().Payload, Is.EqualTo(longest));
        Assert.That(longest, Has.Length.EqualTo(1500 - 176 - 32));
    }

    [Test]
    public void Datagram_ToAServiceWithoutSocket_IsReportedAsUnreachable()
    {
        MovingWorld world = new(3);
        DatagramApplication client = OpenClient(world.Client);
        Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(50));
        Assert.That(client.Unreachables, Is.EqualTo(1));
        Assert.That(MovingWorld.CounterOf(world.Machine, "nobody-listens"), Is.EqualTo(1));
    }

    [Test]
    public void Connect_ToAServiceThatDoesNotListen_IsRefused()
    {
        MovingWorld world = new(4);
        StreamApplication client = new(10, 1);
        client.Stream = world.Client.Connect(Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(50));
        Assert.That(client.Stream.Status, Is.EqualTo(StreamStatus.Failed));
        Assert.That(client.Stream.Failure, Is.EqualTo(StreamFailure.Refused));
        Assert.That(world.Client.AssociationCount, Is.Zero);
    }

    [TestCase(0L, 0)]
    [TestCase(20_000_000L, 5)]
    public void Stream_BothWays_DeliversEveryByteInOrder(long lossPartsPerBillion, int jitterMilliseconds)
    {
        for (ulong seed = 10; seed < 13; seed++)
        {
            MovingWorld world = new(seed);
            world.Net.LossPartsPerBillion = lossPartsPerBillion;
            world.Net.Jitter = Duration.FromMilliseconds(jitterMilliseconds);
            StreamApplication server = new(200_000, 9);
            world.Machine.Listen("bulk", server);
            StreamApplication client = new(300_000, 4);
            client.Stream = world.Client.Connect(Token(world.Client, "web.stream"), client, world.Now);
            world.RunFor(Duration.FromSeconds(120));
            Assert.That(server.HasExactly(4, 300_000), Is.True, world.Net.Story);
            Assert.That(client.HasExactly(9, 200_000), Is.True, world.Net.Story);
            Assert.That(server.AcceptedCount, Is.EqualTo(1));

            client.Stream.CloseWrite(world.Now);
            server.Stream!.CloseWrite(world.Now);
            world.RunFor(Duration.FromSeconds(200));
            Assert.That(client.Stream.Status, Is.EqualTo(StreamStatus.Closed), world.Net.Story);
            Assert.That(world.Client.AssociationCount, Is.Zero, world.Net.Story);
            Assert.That(world.Machine.AssociationCount, Is.Zero, world.Net.Story);
        }
    }

    [Test]
    public void Associations_BeyondTheBound_EvictTheIdlestOrAreRefused()
    {
        MovingWorld world = new(5, options => options with { MaximumAssociations = 3 });
        OpenEcho(world.Machine);
        DatagramApplication[] clients = [.. Enumerable.Range(0, 5).Select(_ => OpenClient(world.Client))];
        foreach (DatagramApplication client in clients)
        {
            Send(world, client, [7]);
        }

        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(clients.Count(client => client.Received.Count == 1), Is.EqualTo(3));
        Assert.That(MovingWorld.CounterOf(world.Machine, "table-full"), Is.EqualTo(2));
        world.RunFor(Duration.FromSeconds(2));
        Send(world, clients[4], [8]);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(clients[4].Received, Has.Count.EqualTo(1));
        Assert.That(MovingWorld.CounterOf(world.Machine, "evicted"), Is.EqualTo(1));
        Assert.That(world.Machine.AssociationCount, Is.EqualTo(3));

        // The one that was forgotten simply starts anew.
        world.RunFor(Duration.FromSeconds(2));
        Send(world, clients[0], [9]);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(clients[0].Received, Has.Count.EqualTo(2));
    }

    [Test]
    public void Associations_FullOfHalfOpenStreams_MakeRoomForAnHonestOne()
    {
        MovingWorld world = new(9, options => options with { MaximumAssociations = 8 });
        StreamApplication server = new(100, 9);
        world.Machine.Listen("bulk", server);
        for (ulong nonce = 1; nonce <= 10; nonce++)
        {
            world.Machine.OnPacket(ForgedSyn(world, nonce), world.Now);
        }

        Assert.That(world.Machine.AssociationCount, Is.EqualTo(8));
        Assert.That(MovingWorld.CounterOf(world.Machine, "table-full"), Is.EqualTo(2));
        world.RunFor(Duration.FromMilliseconds(1_100));
        StreamApplication client = new(100, 4);
        client.Stream = world.Client.Connect(Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromSeconds(1));
        Assert.That(client.HasExactly(9, 100), Is.True);
        Assert.That(server.AcceptedCount, Is.EqualTo(1));
        Assert.That(world.Machine.AssociationCount, Is.EqualTo(8));
    }

    [Test]
    public void Abort_FromTheObserverOfABrokenStream_EndsQuietly()
    {
        MovingWorld world = new(10);
        Aborter client = new();
        IByteStream stream = world.Client.Connect(Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(stream.Status, Is.EqualTo(StreamStatus.Failed));
        Assert.That(client.Calls, Is.EqualTo(1));
    }

    [Test]
    public void Echo_ToAHostsHid_IsAnsweredFromThere()
    {
        MovingWorld world = new(11);
        world.Net.Records = true;
        byte[] request = new byte[200];
        int headerBytes = XipWriter.Write(
            request, world.Machine.Address, world.Client.Address, XcmpMessage.FixedLengthBytes + 4);
        int lengthBytes = headerBytes + XcmpMessage.Write(
            request.AsSpan(headerBytes), XcmpType.EchoRequest, 0, 7, 9, "ping"u8);
        world.Machine.OnPacket(request.AsSpan(0, lengthBytes), world.Now);
        world.RunFor(Duration.FromMilliseconds(1));
        Assert.That(XipHeader.TryParse(world.Net.Recorded.Single(), out XipHeader header),
            Is.EqualTo(XipFault.None));
        Assert.That(XcmpMessage.TryParse(header.Payload, out XcmpMessage reply), Is.EqualTo(XcmpFault.None));
        Assert.That(reply.Type, Is.EqualTo(XcmpType.EchoReply));
        Assert.That(reply.Sequence, Is.EqualTo(9));
        Assert.That(header.IsFrom(world.Machine.Address), Is.True);

        request[^1] ^= 1;
        world.Machine.OnPacket(new byte[lengthBytes], world.Now);
        Assert.That(MovingWorld.CounterOf(world.Machine, "bad-header"), Is.EqualTo(1));
    }

    [TestCase(8)]
    [TestCase(24)]
    public void Unreachable_FromARouter_IsHeardByTheDatagramsThatItQuotes(int quotedPayloadBytes)
    {
        MovingWorld world = new(12);
        world.Net.Records = true;
        DatagramApplication client = OpenClient(world.Client);
        Send(world, client, [1]);
        world.Net.Filter = (_, _) => false;
        world.RunFor(Duration.FromMilliseconds(1));
        byte[] lost = world.Net.Recorded.Single();
        _ = XipHeader.TryParse(lost, out XipHeader header);
        byte[] quote = lost[..(header.LengthBytes + quotedPayloadBytes)];
        byte[] report = new byte[1000];
        DagAddress router = DagAddress.Path(MovingWorld.West);
        int headerBytes = XipWriter.Write(
            report, header.Source()!, router, XcmpMessage.FixedLengthBytes + quote.Length);
        int lengthBytes = headerBytes + XcmpMessage.Write(
            report.AsSpan(headerBytes), XcmpType.Unreachable, XcmpCode.NoRoute, 0, 0, quote);
        world.Client.OnPacket(report.AsSpan(0, lengthBytes), world.Now);
        Assert.That(client.Unreachables, Is.EqualTo(1));
        Assert.That(MovingWorld.CounterOf(world.Client, "unreachable-heard"), Is.EqualTo(1));
    }

    [Test]
    public void Datagrams_BeyondTheQueue_AreRefused()
    {
        MovingWorld world = new(6, null, options => options with { MaximumQueuedDatagrams = 4 });
        DatagramApplication client = OpenClient(world.Client);
        PeerToken web = Token(world.Client, "web.kv");
        for (int i = 0; i < 4; i++)
        {
            Assert.That(client.Socket!.TrySend(web, [1], world.Now), Is.EqualTo(DatagramOutcome.Sent));
        }

        Assert.That(client.Socket!.TrySend(web, [1], world.Now), Is.EqualTo(DatagramOutcome.QueueFull));
        world.RunFor(Duration.FromMilliseconds(1));
        Assert.That(client.Socket!.TrySend(web, [1], world.Now), Is.EqualTo(DatagramOutcome.Sent));
    }

    [Test]
    public void LocalXids_OfAMachine_AreItsHidItsClientSidAndItsServices()
    {
        MovingWorld world = new(7);
        Assert.That(world.Machine.LocalXids, Is.EquivalentTo(new[]
        {
            world.Identity.Hid,
            OverlayStack.ClientSidOf(world.Identity.Hid), MovingWorld.Kv, MovingWorld.Bulk,
        }));
        Assert.That(world.Machine.AddressOf("kv"),
            Is.EqualTo(DagAddress.Path(MovingWorld.East, world.Identity.Hid, MovingWorld.Kv)));
        Assert.That(() => world.Machine.AddressOf("nothing"), Throws.ArgumentException);
        Assert.That(world.Machine.TryResolve("nobody", out _), Is.False);
    }

    [Test]
    public void Import_OfATruncatedOrForeignState_SaysWhatIsWrong()
    {
        MovingWorld world = new(8);
        OpenEcho(world.Machine);
        DatagramApplication client = OpenClient(world.Client);
        Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        for (int length = 0; length < state.Length; length++)
        {
            OverlayStack copy = world.MakeMachine(
                MovingWorld.West, world.Identity.Delegate(world.HostB, 2), world.HostB);
            Assert.That(
                () =>
                {
                    Xia.Kernel.MessagePack.MessagePackReader reader = new(state.AsSpan(0, length));
                    copy.Import(ref reader, world.Now);
                },
                Throws.InstanceOf<Xia.Kernel.MessagePack.MessagePackSerializationException>(),
                $"length {length}");
        }
    }

    private static byte[] ForgedSyn(MovingWorld world, ulong nonce)
    {
        const int PayloadBytes = 44;
        byte[] packet = new byte[300];
        int headerBytes = XipWriter.Write(
            packet,
            world.Machine.AddressOf("bulk"),
            DagAddress.Path(MovingWorld.West, world.HostB.Subject, MovingWorld.Kv),
            PayloadBytes);
        Span<byte> payload = packet.AsSpan(headerBytes, PayloadBytes);
        new PayloadPrefix(PayloadKind.Segment, 0x02, nonce, 0).Write(payload);
        PayloadPrefix.Seal(payload);
        return packet[..(headerBytes + PayloadBytes)];
    }

    private sealed class Aborter : IByteStreamObserver
    {
        public int Calls { get; private set; }

        public void OnStreamChanged(IByteStream stream, Instant now)
        {
            Calls++;
            stream.Abort(now);
            stream.CloseWrite(now);
        }
    }

    internal static DatagramApplication OpenEcho(OverlayStack stack)
    {
        DatagramApplication server = new(isEcho: true);
        server.Socket = stack.OpenDatagram("kv", server);
        return server;
    }

    internal static DatagramApplication OpenClient(OverlayStack stack)
    {
        DatagramApplication client = new(isEcho: false);
        client.Socket = stack.OpenDatagram(null, client);
        return client;
    }

    internal static PeerToken Token(OverlayStack stack, string name)
    {
        Assert.That(stack.TryResolve(name, out PeerToken token), Is.True);
        return token;
    }

    internal static void Send(MovingWorld world, DatagramApplication client, byte[] payload) =>
        Assert.That(
            client.Socket!.TrySend(Token(world.Client, "web.kv"), payload, world.Now),
            Is.EqualTo(DatagramOutcome.Sent));
}
