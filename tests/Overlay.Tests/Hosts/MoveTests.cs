using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Addresses;
using Xia.Transport.Sockets;

namespace Xia.Overlay.Tests.Hosts;

public sealed class MoveTests
{
    private static readonly Duration Pause = Duration.FromMilliseconds(100);

    private static Duration RoundTrip => MovingWorld.Delay * 2;

    [Test]
    public void OnMoved_DatagramProbeEachMillisecond_GapIsThePausePlusOneRoundTrip()
    {
        MovingWorld world = new(20);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        int sent = Probe(world, client, Duration.FromMilliseconds(600));
        world.RunFor(Duration.FromMilliseconds(200));
        Instant frozenAt = world.Now;
        byte[] state = world.Freeze();
        world.RunFor(Pause);
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromSeconds(1));

        Instant[] answers = [.. client.Received.Select(answer => answer.At)];
        Duration gap = answers.Zip(answers.Skip(1), (left, right) => right - left).Max();
        Duration expected = Pause + RoundTrip;
        Assert.That(gap, Is.LessThanOrEqualTo(expected + Duration.FromMilliseconds(1)), world.Net.Story);
        Assert.That(gap, Is.GreaterThanOrEqualTo(expected - Duration.FromMilliseconds(1)));

        // Lost are exactly the probes that were under way to the old place or sent there: pause plus round
        // trip.
        int lost = sent - client.Received.Count;
        Assert.That(lost, Is.InRange(119, 121));
        Assert.That(world.ClientLog.FirstOf("provisional"), Is.EqualTo(resumedAt + MovingWorld.Delay));
        Assert.That(world.ClientLog.FirstOf("confirmed"), Is.EqualTo(resumedAt + (MovingWorld.Delay * 3)));
        Assert.That(world.MachineLog.FirstOf("acknowledged"),
            Is.EqualTo(resumedAt + (MovingWorld.Delay * 4)));
        Assert.That(world.MachineLog.CountOf("sent"), Is.EqualTo(1));
        Assert.That(frozenAt, Is.LessThan(resumedAt));
        Assert.That(
            world.Client.AddressOf(OverlayStackTests.Token(world.Client, "web.kv")),
            Is.EqualTo(DagAddress.Path(MovingWorld.West, world.Identity.Hid, MovingWorld.Kv)));
    }

    [TestCase(0L)]
    [TestCase(30_000_000L)]
    public void OnMoved_InMidStream_DeliversEveryByteBothWays(long lossPartsPerBillion)
    {
        for (ulong seed = 30; seed < 35; seed++)
        {
            MovingWorld world = new(seed);
            world.Net.LossPartsPerBillion = lossPartsPerBillion;
            world.Net.Jitter = Duration.FromMilliseconds(3);
            StreamApplication server = new(2_000_000, 9);
            world.Machine.Listen("bulk", server);
            StreamApplication client = new(2_000_000, 4);
            client.Stream = world.Client.Connect(
                OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
            do
            {
                world.RunFor(Duration.FromMilliseconds(300));
            }
            while (server.AcceptedCount == 0);

            StreamApplication copy = server.Copy();
            byte[] state = world.Freeze();
            world.RunFor(Pause);
            world.Resume(state, MovingWorld.West, world.HostB, 2, stack => stack.Listen("bulk", copy));
            Assert.That(copy.RestoredCount, Is.EqualTo(1));
            copy.Pump(world.Now);
            world.RunFor(Duration.FromSeconds(300));
            Assert.That(copy.HasExactly(4, 2_000_000), Is.True, world.Net.Story);
            Assert.That(client.HasExactly(9, 2_000_000), Is.True, world.Net.Story);
            Assert.That(client.SawFailure || copy.SawFailure, Is.False, world.Net.Story);
            Assert.That(server.Received, Has.Count.LessThan(2_000_000), "It moved in mid-stream.");
        }
    }

    [Test]
    public void OnMoved_ThreeMovesInARow_KeepTheStream()
    {
        MovingWorld world = new(41);
        world.Net.LossPartsPerBillion = 10_000_000;
        StreamApplication server = new(3_000_000, 9);
        world.Machine.Listen("bulk", server);
        StreamApplication client = new(3_000_000, 4);
        client.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
        ulong epoch = 1;
        foreach (var (ad, host) in new[]
        {
            (MovingWorld.West, world.HostB), (MovingWorld.East, world.HostA), (MovingWorld.West, world.HostB),
        })
        {
            world.RunFor(Duration.FromMilliseconds(250));
            server = server.Copy();
            byte[] state = world.Freeze();
            world.RunFor(Pause);
            world.Resume(state, ad, host, ++epoch, stack => stack.Listen("bulk", server));
            server.Pump(world.Now);
        }

        world.RunFor(Duration.FromSeconds(300));
        Assert.That(server.HasExactly(4, 3_000_000), Is.True, world.Net.Story);
        Assert.That(client.HasExactly(9, 3_000_000), Is.True, world.Net.Story);
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(3), world.Net.Story);
    }

    [Test]
    public void OnMoved_FirstRebindingLost_CostsAboutOneAndAHalfRoundTrips()
    {
        MovingWorld world = new(42);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        Probe(world, client, Duration.FromMilliseconds(600));
        world.RunFor(Duration.FromMilliseconds(200));
        byte[] state = world.Freeze();
        world.RunFor(Pause);
        bool isFirst = true;
        world.Net.Filter = (packet, _) =>
        {
            bool isRebinding = packet.Length > 500;
            bool passes = !(isRebinding && isFirst);
            isFirst &= !isRebinding;
            return passes;
        };
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromSeconds(1));
        Assert.That(world.MachineLog.CountOf("sent"), Is.EqualTo(2));
        Duration late = world.ClientLog.FirstOf("provisional")!.Value - (resumedAt + MovingWorld.Delay);
        Assert.That(late, Is.LessThanOrEqualTo(Duration.FromMilliseconds(30)), "1.5 round trips");
        Assert.That(late, Is.GreaterThanOrEqualTo(Duration.FromMilliseconds(10)));
    }

    [Test]
    public void OnMoved_HundredAssociations_AllRebindWithinARoundTripAndAHalf()
    {
        MovingWorld world = new(43);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication[] clients =
            [.. Enumerable.Range(0, 100).Select(_ => OverlayStackTests.OpenClient(world.Client))];
        foreach (DatagramApplication client in clients)
        {
            OverlayStackTests.Send(world, client, [1]);
        }

        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        world.RunFor(Pause);
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(100));
        Assert.That(world.ClientLog.Steps.Max(step => step.At),
            Is.EqualTo(resumedAt + (MovingWorld.Delay * 3)));
        Assert.That(world.MachineLog.CountOf("acknowledged"), Is.EqualTo(100));
        foreach (DatagramApplication client in clients)
        {
            OverlayStackTests.Send(world, client, [2]);
        }

        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(clients.All(client => client.Received.Count == 2), Is.True);
    }

    [Test]
    public void OnMoved_WithCostsForSignatures_ActsWhenTheCoreIsDone()
    {
        SlowProcessor machineCore = new();
        SlowProcessor clientCore = new();
        MovingWorld world = new(
            44,
            options => options with { Processor = machineCore },
            options => options with { Processor = clientCore });
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        OverlayStackTests.Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        world.RunFor(Pause);
        Instant resumedAt = world.Now;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        Assert.That(world.MachineLog.CountOf("sent"), Is.Zero);
        world.RunFor(Duration.FromMilliseconds(100));

        // One signature made; three new keys validated and three signatures checked: 1 ms each.
        Assert.That(world.MachineLog.FirstOf("sent"), Is.EqualTo(resumedAt + Duration.FromMilliseconds(1)));
        Assert.That(
            world.ClientLog.FirstOf("verified"),
            Is.EqualTo(resumedAt + Duration.FromMilliseconds(1 + 6) + MovingWorld.Delay));
        Assert.That(clientCore.Units(WorkKind.CheckSignature), Is.EqualTo(3));
        Assert.That(clientCore.Units(WorkKind.ValidateKey), Is.EqualTo(3));
        Assert.That(machineCore.Units(WorkKind.Sign), Is.EqualTo(1));
    }

    [Test]
    public void OnMoved_WithForwardingAtTheSource_LosesNothing()
    {
        MovingWorld world = new(45);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        int sent = Probe(world, client, Duration.FromMilliseconds(300));
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        world.Net.Forwards[MovingWorld.East] = MovingWorld.West;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromSeconds(1));
        Assert.That(client.Received, Has.Count.EqualTo(sent));
    }

    [Test]
    public void Connect_ToTheOldPlaceOfAMachineThatMoved_IsToldTheNewOne()
    {
        MovingWorld world = new(46);
        StreamApplication server = new(1000, 9);
        byte[] state = world.Freeze();
        world.Net.Forwards[MovingWorld.East] = MovingWorld.West;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => stack.Listen("bulk", server));
        StreamApplication client = new(1000, 4);
        PeerToken web = OverlayStackTests.Token(world.Client, "web.stream");
        client.Stream = world.Client.Connect(web, client, world.Now);
        world.RunFor(Duration.FromSeconds(2));
        Assert.That(server.HasExactly(4, 1000), Is.True);
        Assert.That(client.HasExactly(9, 1000), Is.True);
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(1));
        Assert.That(
            world.Client.AddressOf(web),
            Is.EqualTo(DagAddress.Path(MovingWorld.West, world.Identity.Hid, MovingWorld.Bulk)));

        // From now on nobody needs the old place.
        world.Net.Forwards.Clear();
        StreamApplication second = new(500, 4);
        second.Stream = world.Client.Connect(web, second, world.Now);
        world.RunFor(Duration.FromSeconds(2));
        Assert.That(server.AcceptedCount, Is.EqualTo(2));
        Assert.That(server.Received, Has.Count.EqualTo(1500));
    }

    [Test]
    public void OnMoved_OfAClientWithItsOwnKey_KeepsItsStreams()
    {
        MovingWorld world = new(47);
        StreamApplication server = new(1_000_000, 9);
        world.Machine.Listen("bulk", server);
        StreamApplication client = new(1_000_000, 4);
        client.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(200));
        world.Client.OnMoved(MovingWorld.West, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromMilliseconds(300));
        world.Client.OnMoved(MovingWorld.East, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromSeconds(60));
        Assert.That(server.HasExactly(4, 1_000_000), Is.True);
        Assert.That(client.HasExactly(9, 1_000_000), Is.True);
        Assert.That(world.MachineLog.CountOf("confirmed"), Is.EqualTo(2));
    }

    [Test]
    public void OnMoved_BothEndsAtOnce_FindEachOtherThroughTheOldPlaces()
    {
        MovingWorld world = new(48);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        OverlayStackTests.Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        world.Net.Forwards[MovingWorld.East] = MovingWorld.West;
        world.Net.Forwards[MovingWorld.Campus] = MovingWorld.East;
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.Client.OnMoved(MovingWorld.East, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromSeconds(1));
        world.Net.Forwards.Clear();
        OverlayStackTests.Send(world, client, [2]);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(client.Received, Has.Count.EqualTo(2));
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(1));
        Assert.That(world.MachineLog.CountOf("confirmed"), Is.EqualTo(1));
    }

    [Test]
    public void OnMoved_WithoutAttachment_IsUsedOnlyOnceTheNewPlaceAnswered()
    {
        MovingWorld world = new(49);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        OverlayStackTests.Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] state = world.Freeze();
        world.Resume(
            state,
            MovingWorld.West,
            world.HostB,
            2,
            stack => OverlayStackTests.OpenEcho(stack),
            attached: false);
        world.RunFor(Duration.FromMilliseconds(200));
        Assert.That(world.ClientLog.CountOf("provisional"), Is.Zero);
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(1));
        OverlayStackTests.Send(world, client, [2]);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(client.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public void OnMoved_WhileTheHandshakeIsUnanswered_StartsAnewFromTheNewPlace()
    {
        MovingWorld world = new(50);
        StreamApplication server = new(1000, 9);
        world.Machine.Listen("bulk", server);
        StreamApplication client = new(1000, 4);
        client.Stream = world.Client.Connect(
            OverlayStackTests.Token(world.Client, "web.stream"), client, world.Now);
        world.RunFor(Duration.FromMilliseconds(5));
        world.Client.OnMoved(MovingWorld.West, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromSeconds(1));
        Assert.That(server.HasExactly(4, 1000), Is.True);
        Assert.That(client.HasExactly(9, 1000), Is.True);
    }

    [Test]
    public void OnMoved_PeerGoneForGood_TriesABoundedNumberOfTimes()
    {
        MovingWorld world = new(51);
        OverlayStackTests.OpenEcho(world.Machine);
        DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
        OverlayStackTests.Send(world, client, [1]);
        world.RunFor(Duration.FromMilliseconds(100));
        OverlayStackTests.Send(world, client, [2]);
        world.RunFor(Duration.FromMilliseconds(100));
        world.Net.Filter = (_, _) => false;
        byte[] state = world.Freeze();
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromSeconds(600));
        Assert.That(world.MachineLog.CountOf("sent"), Is.EqualTo(70));
        Assert.That(MovingWorld.CounterOf(world.Machine, "rebindings-given-up"), Is.EqualTo(1));
        Assert.That(world.Machine.NextTimeout, Is.Null);
    }

    [Test]
    public void Run_SameSeedTwice_GivesTheSamePackets()
    {
        static List<byte[]> Run()
        {
            MovingWorld world = new(52);
            world.Net.Records = true;
            world.Net.LossPartsPerBillion = 20_000_000;
            OverlayStackTests.OpenEcho(world.Machine);
            DatagramApplication client = OverlayStackTests.OpenClient(world.Client);
            Probe(world, client, Duration.FromMilliseconds(300));
            world.RunFor(Duration.FromMilliseconds(100));
            byte[] state = world.Freeze();
            world.RunFor(Pause);
            world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
            world.RunFor(Duration.FromSeconds(1));
            return world.Net.Recorded;
        }

        List<byte[]> first = Run();
        Assert.That(Run(), Is.EqualTo(first));
    }

    internal static int Probe(MovingWorld world, DatagramApplication client, Duration length)
    {
        Duration interval = Duration.FromMilliseconds(1);
        int count = (int)(length.Nanoseconds / interval.Nanoseconds);
        for (int i = 0; i < count; i++)
        {
            byte[] payload = BitConverter.GetBytes(i);
            world.Net.At(world.Now + (interval * i), () => OverlayStackTests.Send(world, client, payload));
        }

        return count;
    }

    private sealed class SlowProcessor : IProcessor
    {
        private readonly Dictionary<WorkKind, long> _units = [];
        private Instant _freeAt;

        public long Units(WorkKind kind) => _units.GetValueOrDefault(kind);

        public Instant Charge(WorkKind kind, long units, Instant now)
        {
            _units[kind] = Units(kind) + units;
            _freeAt = Instant.Max(_freeAt, now) + (Duration.FromMilliseconds(1) * units);
            return _freeAt;
        }
    }
}
