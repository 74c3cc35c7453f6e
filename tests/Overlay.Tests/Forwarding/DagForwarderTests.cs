using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Tests.Addresses;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Tests.Forwarding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DagForwarderTests
{
    private static readonly Xid Ad = Xid.Derive(XidType.Ad, [1]);
    private static readonly Xid Hid = Xid.Derive(XidType.Hid, [2]);
    private static readonly Xid Sid = Xid.Derive(XidType.Sid, [3]);
    private static readonly Xid Gateway = Xid.Derive(XidType.Hid, [4]);
    private static readonly DagAddress Address = DagAddress.WithFallback(Sid, Ad, Hid);

    private readonly XidRoutes _routes = new(seed: 1);

    [Test]
    public void Forward_RouteToTheDomain_FallsBackToItAndLeavesTheEdgeUnmarked()
    {
        _routes.TrySet(Ad, new Route(2, Gateway));
        byte[] packet = Packet(Address);
        byte[] expected = [.. packet];
        expected[4]--;

        Assert.That(Forward(packet), Is.EqualTo(new ForwardingDecision(ForwardingVerdict.Forward, 2, Gateway)));
        Assert.That(packet, Is.EqualTo(expected));
    }

    [Test]
    public void Forward_InsideTheDomain_MarksItAndHandsToTheHost()
    {
        _routes.TrySet(Ad, new Route(RoutePort.Local));
        _routes.TrySet(Hid, new Route(5));
        byte[] packet = Packet(Address);

        Assert.That(Forward(packet), Is.EqualTo(new ForwardingDecision(ForwardingVerdict.Forward, 5, Hid)));
        Assert.That(packet[7], Is.Zero);
        Assert.That(packet[8 + (2 * 28) + 25], Is.EqualTo(0x80), "the entry's second edge is chosen");
        Assert.That(packet[8 + 24], Is.EqualTo(2), "the edge passed over bears no mark");
    }

    [Test]
    public void Forward_ServiceKnownAtOnce_TakesTheDirectEdge()
    {
        _routes.TrySet(Ad, new Route(2));
        _routes.TrySet(Sid, new Route(1, Gateway));

        Assert.That(Forward(Packet(Address)).Port, Is.EqualTo(1));
    }

    [Test]
    public void Forward_AtTheHost_DeliversToWhateverServiceTheStackHas()
    {
        _routes.TrySet(Hid, new Route(RoutePort.Local));
        _routes.FindOrAdd(XidType.Sid)!.Default = new Route(RoutePort.LocalBelowHost);
        byte[] packet = Packet(Address);
        packet[7] = 0;

        Assert.That(Forward(packet).Verdict, Is.EqualTo(ForwardingVerdict.Deliver));
        Assert.That(packet[7], Is.EqualTo(2));
        Assert.That(packet[4], Is.EqualTo(XipLayout.DefaultHopLimit), "arriving costs no hop");
    }

    [Test]
    public void Forward_OwnPacketToAService_DoesNotStayAtTheHost()
    {
        _routes.TrySet(Hid, new Route(RoutePort.Local));
        _routes.FindOrAdd(XidType.Sid)!.Default = new Route(RoutePort.LocalBelowHost);
        _routes.FindOrAdd(XidType.Ad)!.Default = new Route(0, Gateway);
        byte[] packet = Packet(Address);

        Assert.That(
            new DagForwarder(_routes).Forward(packet, isOwn: true),
            Is.EqualTo(new ForwardingDecision(ForwardingVerdict.Forward, 0, Gateway)));
        Assert.That(packet[4], Is.EqualTo(XipLayout.DefaultHopLimit), "the first hop is free");
    }

    [Test]
    public void Forward_UnknownType_IsPassedOver()
    {
        Xid future = new((XidType)0x42, new byte[20]);
        _routes.TrySet(Ad, new Route(2));

        Assert.That(Forward(Packet(DagAddress.WithFallback(future, Ad))).Port, Is.EqualTo(2));
    }

    [Test]
    public void Forward_NoEdgeLeadsOn_IsUnreachable() =>
        Assert.That(Forward(Packet(Address)).Verdict, Is.EqualTo(ForwardingVerdict.Unreachable));

    [Test]
    public void Forward_UnreachableRoute_EndsTheSearch()
    {
        _routes.TrySet(Sid, new Route(RoutePort.Unreachable));
        _routes.TrySet(Ad, new Route(2));

        Assert.That(Forward(Packet(Address)).Verdict, Is.EqualTo(ForwardingVerdict.Unreachable));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Forward_HopLimitUsedUp_IsToldAndNotPassedOn(byte hopLimit)
    {
        _routes.TrySet(Ad, new Route(2));
        byte[] packet = Packet(Address);
        packet[4] = hopLimit;

        Assert.That(Forward(packet).Verdict, Is.EqualTo(ForwardingVerdict.HopLimit));
        Assert.That(packet[4], Is.EqualTo(hopLimit));
    }

    [Test]
    public void Forward_CalledArrivedByAnotherNode_IsDeliveredOnlyWhereTheIntentIsLocal()
    {
        byte[] packet = Packet(Address);
        packet[7] = 2;
        Assert.That(Forward(packet).Verdict, Is.EqualTo(ForwardingVerdict.Unreachable));

        _routes.TrySet(Sid, new Route(RoutePort.Local));
        Assert.That(Forward(packet).Verdict, Is.EqualTo(ForwardingVerdict.Deliver));
    }

    [Test]
    public void Forward_FourEdges_TriesThemInOrder()
    {
        Xid[] targets = [.. Enumerable.Range(10, 4).Select(i => Xid.Derive(XidType.Hid, [(byte)i]))];
        DagRow[] rows =
        [
            new(targets[0], DagEdges.To(4)), new(targets[1], DagEdges.To(4)), new(targets[2], DagEdges.To(4)),
            new(targets[3], DagEdges.To(4)), new(Sid, DagEdges.To(3, 2, 1, 0)),
        ];
        _routes.TrySet(targets[0], new Route(7));

        Assert.That(Forward(Packet(DagAddress.Create(rows))).Port, Is.EqualTo(7));

        _routes.TrySet(targets[2], new Route(8));
        Assert.That(Forward(Packet(DagAddress.Create(rows))).Port, Is.EqualTo(8));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Forward_BentPackets_NeverThrowAndKeepTheirAddress(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("forward");
        DagAddress address = AnyDag.Draw(seed);
        XidRoutes routes = new(seed);
        int[] ports = [RoutePort.Local, RoutePort.Fallback, RoutePort.Unreachable, RoutePort.LocalBelowHost, 1];
        for (int row = 0; row < address.NodeCount; row++)
        {
            routes.TrySet(address.NodeAt(row), new Route(ports[random.NextInt32(ports.Length)]));
        }

        byte[] packet = Packet(address);
        new DagForwarder(routes).Forward(packet);
        bool isKept = XipHeader.TryParse(packet, out XipHeader header) == XipFault.None
            && header.Destination().Equals(address);
        packet[5 + random.NextInt32(packet.Length - 5)] = (byte)random.NextInt32(256);
        new DagForwarder(routes).Forward(packet);
        new DagForwarder(routes).Forward(packet.AsSpan(0, random.NextInt32(packet.Length)));
        return isKept;
    }

    [Test]
    public void Forward_SteadyState_AllocatesNothing()
    {
        _routes.TrySet(Ad, new Route(2, Gateway));
        byte[] packet = Packet(Address);
        DagForwarder forwarder = new(_routes);
        forwarder.Forward(packet, isOwn: true);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            forwarder.Forward(packet, isOwn: true);
            _ = XipHeader.TryParse(packet, out XipHeader header) == XipFault.None && header.IsFrom(Address);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static byte[] Packet(DagAddress destination)
    {
        byte[] packet = new byte[XipWriter.LengthBytes(destination, Address) + 3];
        XipWriter.Write(packet, destination, Address, 3);
        return packet;
    }

    private ForwardingDecision Forward(byte[] packet) => new DagForwarder(_routes).Forward(packet);
}
