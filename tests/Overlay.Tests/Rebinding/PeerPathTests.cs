using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Tests.Hosts;

namespace Xia.Overlay.Tests.Rebinding;

public sealed class PeerPathTests
{
    private static readonly Duration Patience = Duration.FromSeconds(10);
    private static readonly Instant Start = new(1_000);
    private static readonly Freshness First = new(1, 1);
    private static readonly DagAddress Old = Place("east");
    private static readonly DagAddress New = Place("west");

    [Test]
    public void Adopt_Attached_UsesTheNewPlaceWithinThreeTimesTheMessage()
    {
        PeerPath path = new(Old, Patience);
        path.Adopt(New, First, attached: true, token: 5, messageBytes: 700, Start);
        Assert.That(path.Check, Is.EqualTo(PathCheck.Provisional));
        Assert.That(path.Current, Is.EqualTo(New));
        Assert.That(path.SendableBytes, Is.EqualTo(2100));
        path.OnSentToCandidate(2000);
        path.OnReceivedFromCandidate(10);
        Assert.That(path.SendableBytes, Is.EqualTo(130));
    }

    [Test]
    public void Adopt_WithoutAttachment_StaysAtTheOldPlaceAndAsks()
    {
        PeerPath path = new(Old, Patience);
        path.Adopt(New, First, attached: false, token: 5, messageBytes: 700, Start);
        Assert.That(path.Check, Is.EqualTo(PathCheck.Asked));
        Assert.That(path.Current, Is.EqualTo(Old));
        Assert.That(path.SendableBytes, Is.EqualTo(long.MaxValue));
        Assert.That(path.CreditBytes, Is.EqualTo(2100));
    }

    [Test]
    public void TryConfirm_OnlyWithNumbersAndTokenOfTheChallenge_Settles()
    {
        PeerPath path = new(Old, Patience);
        Assert.That(path.TryConfirm(default, 0), Is.False, "Nothing is open.");
        path.Adopt(New, First, attached: true, token: 5, messageBytes: 1, Start);
        Assert.That(path.TryConfirm(First, 6), Is.False);
        Assert.That(path.TryConfirm(new Freshness(1, 2), 5), Is.False);
        Assert.That(path.TryConfirm(First, 5), Is.True);
        Assert.That(path.Check, Is.EqualTo(PathCheck.Settled));
        Assert.That(path.Confirmed, Is.EqualTo(New));
        Assert.That(path.NextTimeout, Is.Null);
        Assert.That(path.TryConfirm(First, 5), Is.False);
    }

    [Test]
    public void OnTimeout_WhenPatienceIsOver_GoesBackAndNotBefore()
    {
        PeerPath path = new(Old, Patience);
        path.Adopt(New, First, attached: true, token: 5, messageBytes: 1, Start);
        Assert.That(path.OnTimeout(Start + Patience - new Duration(1)), Is.False);
        Assert.That(path.OnTimeout(Start + Patience), Is.True);
        Assert.That(path.Current, Is.EqualTo(Old));
        Assert.That(path.IsAbandoned, Is.True);
        Assert.That(path.Newest, Is.EqualTo(First), "What was seen stays seen.");
        Assert.That(path.OnTimeout(Start + Patience), Is.False);
    }

    [Test]
    public void Adopt_Newer_ReplacesTheCandidateAndItsCredit()
    {
        PeerPath path = new(Old, Patience);
        path.Adopt(New, First, attached: true, token: 5, messageBytes: 1000, Start);
        path.Adopt(Place("north"), new Freshness(1, 2), attached: true, token: 6, messageBytes: 10, Start);
        Assert.That(path.SendableBytes, Is.EqualTo(30));
        Assert.That(path.TryConfirm(First, 5), Is.False);
        path.OnTimeout(Start + Patience);
        Assert.That(path.Current, Is.EqualTo(Old));
    }

    private static DagAddress Place(string ad) =>
        DagAddress.Path(MachineIdentity.Ad(ad), new Xid(XidType.Hid, new byte[20]), MovingWorld.Kv);
}
