using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Overlay.Addresses;
using Xia.Overlay.Control;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Neighbours;
using Xia.Overlay.Wire;

namespace Xia.Router.Tests.XiaElements;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LibraryGraphTests
{
    private static readonly Instant Expiry = Instant.Zero + Duration.FromSeconds(1000);

    private TestWorld _world = null!;

    [TearDown]
    public void NoPacketIsLeftOver()
    {
        _world.Close();
        Assert.That(_world.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Packet_AcrossTwoDomains_ArrivesWithItsMarksAndTwoHopsLess()
    {
        _world = new TestWorld().Start();

        byte[]? arrived = _world.Send(_world.Host1, _world.Host3, 7, 8, 9);

        Assert.That(arrived, Is.Not.Null);
        Assert.That(XipHeader.TryParse(arrived, out XipHeader header), Is.EqualTo(XipFault.None));
        Assert.That(header.Payload.ToArray(), Is.EqualTo(new byte[] { 7, 8, 9 }));
        Assert.That(header.HopLimit, Is.EqualTo(XipLayout.DefaultHopLimit - 2));
        Assert.That(header.LastNode, Is.EqualTo(2));
        Assert.That(header.Source(), Is.EqualTo(TestWorld.AddressOf(_world.Host1)));
        Assert.That(
            header.Destination(),
            Is.EqualTo(DagAddress.WithFallback(TestWorld.Service, _world.Host3.Ad, _world.Host3.Hid)));
    }

    [Test]
    public void Packet_BetweenHostsOfOneDomain_GoesThroughTheRouter()
    {
        _world = new TestWorld().Start();

        Assert.That(_world.Send(_world.Host1, _world.Host2, 1), Is.Not.Null);
        Assert.That(_world.Router1.Graph.ReadHandler("rt.forwarded"), Is.EqualTo("1\n"));
        Assert.That(_world.Router2.Graph.ReadHandler("rt.forwarded"), Is.EqualTo("0\n"));
    }

    [Test]
    public void Router_InSteadyState_AllocatesNothingPerHop()
    {
        _world = new TestWorld().Start();
        TestDevice inwards = _world.Router1.Device("eth0");
        _world.Send(_world.Host1, _world.Host3, 1);
        byte[] frame = _world.Host1.Device("eth0").Sent.Last(sent => sent[12] == 0xC0);
        TestDevice outwards = _world.Router1.Device("eth2");
        outwards.Peer = null;
        outwards.KeepsFrames = false;
        PassFrames(1000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        PassFrames(10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(_world.Router1.Graph.ReadHandler("port2/out.count"), Does.Match("^110[0-9][0-9]\n$"));

        void PassFrames(int count)
        {
            for (int i = 0; i < count; i++)
            {
                inwards.Receiver!.OnReceive(_world.Pool.Take(frame), _world.Now);
            }
        }
    }

    [Test]
    public void Host_ThatNeverAnnouncedItself_IsUnreachableUntilItSpeaks()
    {
        _world = new TestWorld(announces: false).Start();

        Assert.That(_world.Send(_world.Host1, _world.Host2, 1), Is.Null);
        Assert.That(ReportTo(_world.Host1), Is.EqualTo((XcmpType.Unreachable, XcmpCode.NoRoute)));

        // Host 1's own question to the router bore its proof, so the router knows host 1 already.
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Contain($"{_world.Host1.Hid} 1\n"));
        _world.Host2.Graph.WriteHandler("responder.announce", "");
        Assert.That(_world.Send(_world.Host1, _world.Host2, 1), Is.Not.Null);
    }

    [Test]
    public void HopLimit_UsedUp_IsReportedByTheRouterWhereItHappened()
    {
        _world = new TestWorld().Start();

        _world.Host1.Stack.Send(
            _world.Host1.PacketTo(_world.Host3.Ad, _world.Host3.Hid, TestWorld.Service, hopLimit: 2, 1));
        _world.Settle();

        Assert.That(_world.Host3.Stack.Arrived, Is.Empty);
        Assert.That(ReportTo(_world.Host1), Is.EqualTo((XcmpType.TimeExceeded, 0)));
        XipHeader.TryParse(_world.Host1.Stack.Arrived[^1], out XipHeader report);
        Assert.That(report.Source(), Is.EqualTo(TestWorld.AddressOf(_world.Router2)));
    }

    [Test]
    public void Echo_ToARouter_IsAnswered()
    {
        _world = new TestWorld().Start();
        byte[] echo = new byte[XcmpMessage.FixedLengthBytes];
        XcmpMessage.Write(echo, XcmpType.EchoRequest, 0, 1, 2, []);

        _world.Host1.Stack.Send(_world.Host1.Packet(
            TestWorld.AddressOf(_world.Router2), XipLayout.DefaultHopLimit, echo));
        _world.Settle();

        Assert.That(ReportTo(_world.Host1), Is.EqualTo((XcmpType.EchoReply, 0)));
    }

    [Test]
    public void Neighbour_ThatIsSilent_IsAskedThreeTimesThenReported()
    {
        _world = new TestWorld();
        _world.Router1.Variables["routes"] += $", {Xid.Derive(XidType.Hid, [77])} 2";
        _world.Start();

        _world.Host1.Stack.Send(_world.Host1.PacketTo(
            _world.Host1.Ad, Xid.Derive(XidType.Hid, [77]), TestWorld.Service, XipLayout.DefaultHopLimit, 1));
        _world.Settle();
        Assert.That(_world.Router1.Graph.ReadHandler("port1/arp.waiting"), Is.EqualTo("1\n"));
        _world.Pass(Duration.FromSeconds(4));

        Assert.That(_world.Router1.Graph.ReadHandler("port1/arp.questions"), Is.EqualTo("3\n"));
        Assert.That(_world.Router1.Graph.ReadHandler("port1/arp.waiting"), Is.EqualTo("0\n"));
        Assert.That(ReportTo(_world.Host1), Is.EqualTo((XcmpType.Unreachable, XcmpCode.NoNeighbour)));
    }

    [Test]
    public void Liar_OnAPortOfItsOwn_ChangesNothingAndIsCounted()
    {
        _world = new TestWorld();
        TestDevice cable = _world.Router1.Device("eth3");
        _world.Start();
        string before = _world.Router1.Graph.ReadHandler("rt.table");
        Credential liar = Credential.OfIdentity(XidType.Hid, TestNode.KeyOf("liar"));

        Say(cable, XarpOperation.Request, _world.Host2.Hid, _world.Host2.Hid, liar);
        Say(cable, XarpOperation.Request, _world.Host2.Hid, _world.Router1.Hid, liar);
        Say(cable, XarpOperation.Reply, _world.Host2.Hid, _world.Router1.Hid, liar);
        Say(cable, XarpOperation.Request, _world.Host2.Hid, _world.Host2.Hid, null);
        cable.Inject(_world.Pool.Take([1, 2, 3]));
        _world.Settle();

        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Is.EqualTo(before));
        string messages = _world.Router1.Graph.ReadHandler("port3/arp.messages");
        Assert.That(messages, Does.Contain("BadKeyHash 2\n"));
        Assert.That(messages, Does.Contain("Unasked 1\n"));
        Assert.That(messages, Does.Contain("NoProof 1\n"));
        Assert.That(messages, Does.Not.Contain("Learned"));
        Assert.That(_world.Send(_world.Host1, _world.Host2, 1), Is.Not.Null);
    }

    [Test]
    public void Announcement_RepeatedByAThirdParty_DoesNotMoveTheRoute()
    {
        _world = new TestWorld();
        TestDevice cable = _world.Router1.Device("eth3");
        _world.Start();
        byte[] heard = _world.Host2.Device("eth0").Sent.First(frame => frame[12] == 0x99);

        cable.Inject(_world.Pool.Take(heard));
        _world.Settle();

        Assert.That(_world.Router1.Graph.ReadHandler("port3/arp.messages"), Does.Contain("OldSequence 1\n"));
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Contain($"{_world.Host2.Hid} 2\n"));
    }

    [Test]
    public void Machine_ThatMovesToAnotherHost_TakesItsRouteAlongForGood()
    {
        _world = new TestWorld();
        TestNode guestAt1 = Guest("guest", _world.Host1, epoch: 1);
        TestNode guestAt2 = Guest("guest", _world.Host2, epoch: 2);
        Credential atHost2 = guestAt2.Find(guestAt2.Hid)!;
        guestAt2.TakeCredentials();
        _world.Start();
        Assert.That(_world.Send(_world.Host3, guestAt1, 1), Is.Not.Null);

        guestAt2.Give(atHost2);
        guestAt2.Graph.WriteHandler("responder.announce", "");
        _world.Settle();
        guestAt1.Graph.WriteHandler("responder.announce", "");
        _world.Settle();

        Assert.That(_world.Send(_world.Host3, guestAt2, 2), Is.Not.Null);
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Contain($"{guestAt1.Hid} 2\n"));
        Assert.That(_world.Router1.Graph.ReadHandler("port0/arp.messages"), Does.Contain("OldEpoch 1\n"));
    }

    [Test]
    public void Gate_HoldThenPass_LosesNothing()
    {
        _world = new TestWorld();
        TestNode guest = Guest("guest", _world.Host1, epoch: 1);
        _world.Start();
        _world.Host1.Graph.WriteHandler("gate0.mode", "hold");

        Assert.That(_world.Send(_world.Host3, guest, 1), Is.Null);
        Assert.That(_world.Send(_world.Host3, guest, 2), Is.Null);
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.held"), Does.StartWith("2 "));
        _world.Host1.Graph.WriteHandler("gate0.mode", "pass");
        _world.Settle();

        Assert.That(guest.Stack.Arrived.Select(packet => packet[^1]), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.held"), Is.EqualTo("0 0\n"));
    }

    [Test]
    public void Gate_HoldThenForward_SendsHeldAndLaterPacketsAfterTheMachine()
    {
        _world = new TestWorld();
        TestNode here = Guest("guest", _world.Host1, epoch: 1);
        TestNode there = Guest("guest", _world.Host3, epoch: 2);
        _world.Start();
        _world.Host1.Graph.WriteHandler("gate0.machine", here.Hid.ToString());
        _world.Host1.Graph.WriteHandler("gate0.mode", "hold");
        Assert.That(_world.Send(_world.Host2, here, 1), Is.Null);

        _world.Host1.Graph.WriteHandler("gate0.mode", $"forward {there.Ad}");
        _world.Settle();
        _world.Send(_world.Host2, here, 2);

        Assert.That(there.Stack.Arrived.Select(packet => packet[^1]), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(here.Stack.Arrived, Is.Empty);
        XipHeader.TryParse(there.Stack.Arrived[^1], out XipHeader header);
        Assert.That(header.Source(), Is.EqualTo(TestWorld.AddressOf(_world.Host2)), "the sender stays the sender");
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.count"), Does.Contain("Held 1\nForwarded 2\n"));
    }

    [Test]
    public void Gate_FullBuffer_DropsWhatIsTooMuch()
    {
        _world = new TestWorld();
        TestNode guest = Guest("guest", _world.Host1, epoch: 1);
        _world.Host1.Variables["buffer"] = "400";
        _world.Start();
        _world.Host1.Graph.WriteHandler("gate0.mode", "hold");
        for (byte i = 0; i < 5; i++)
        {
            _world.Send(_world.Host3, guest, i);
        }

        // 14 + 8 + 5 * 28 + 1 bytes each.
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.held"), Is.EqualTo("2 326\n"));
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.count"), Does.Contain("Overflow 3\n"));
        _world.Host1.Graph.WriteHandler("gate0.mode", "drop");
        Assert.That(_world.Host1.Graph.ReadHandler("gate0.count"), Does.Contain("Dropped 2\n"));
        Assert.That(() => _world.Host1.Graph.WriteHandler("gate0.mode", "open"), Throws.Exception);
    }

    [Test]
    public void Signatures_OnASlowProcessor_DelayWhatTheyProve()
    {
        _world = new TestWorld(new SlowProcessor());
        _world.Start();
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Not.Contain(_world.Host2.Hid.ToString()));

        // One millisecond to sign, one to validate the key, one to check.
        _world.Pass(Duration.FromNanoseconds(2_999_999));
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Not.Contain(_world.Host2.Hid.ToString()));
        _world.Pass(Duration.FromNanoseconds(1));
        Assert.That(_world.Router1.Graph.ReadHandler("rt.table"), Does.Contain($"{_world.Host2.Hid} 2\n"));
    }

    private TestNode Guest(string owner, TestNode host, ulong epoch)
    {
        KeyPair ownerKey = TestNode.KeyOf(owner);
        KeyPair session = TestNode.KeyOf($"{owner}/session/{epoch}");
        TestNode guest = _world.Add(owner, "guest.click", host.Ad);
        guest.Variables["gateway"] = host.Variables["gateway"];
        guest.Variables["mac"] = "02:00:00:00:ff:01";
        guest.TakeCredentials();
        guest.Give(Credential.OfDelegation(
            Delegation.Issue(ownerKey, host.Hid, session.PublicKey, epoch, Expiry), session));
        TestWorld.Cable(host, "vm0", guest, "eth0");
        return guest;
    }

    private void Say(TestDevice cable, XarpOperation operation, Xid sender, Xid target, Credential? credential)
    {
        LinkAddress link = LinkAddress.Read([2, 9, 9, 9, 9, 9]);
        byte[] frame = new byte[14 + XarpMessage.MaximumLengthBytes];
        LinkAddress.Broadcast.Write(frame);
        link.Write(frame.AsSpan(6));
        (frame[12], frame[13]) = (XarpMessage.EtherType >> 8, XarpMessage.EtherType & 0xFF);
        int length = XarpMessage.Write(
            frame.AsSpan(14), operation, (sender, link), (target, default), 5, ulong.MaxValue / 2, credential);
        cable.Inject(_world.Pool.Take(frame.AsSpan(0, 14 + length)));
    }

    private static (XcmpType Type, int Code) ReportTo(TestNode node)
    {
        Assert.That(node.Stack.Arrived, Is.Not.Empty);
        XipHeader.TryParse(node.Stack.Arrived[^1], out XipHeader header);
        Assert.That(XcmpMessage.TryParse(header.Payload, out XcmpMessage message), Is.EqualTo(XcmpFault.None));
        return (message.Type, message.Code);
    }

    private sealed class SlowProcessor : IProcessor
    {
        public Instant Charge(WorkKind kind, long units, Instant now) => now + (Duration.FromMilliseconds(1) * units);
    }
}
