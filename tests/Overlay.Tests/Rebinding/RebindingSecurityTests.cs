using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Tests.Hosts;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Tests.Rebinding;

public sealed class RebindingSecurityTests
{
    [TestCase(Weakness.None, RebindingRejection.BadKeyHash)]
    [TestCase(Weakness.NoKeyHash, RebindingRejection.None)]
    public void OnRebinding_SignedWithTheAttackersKey_IsStoppedByTheKeyHash(
        Weakness weakness, RebindingRejection expected)
    {
        Attack attack = new(60, weakness);
        Assert.That(attack.Launch(attack.Forge(attack.Myself, 0, 1)), Is.EqualTo(expected));
        ExpectCapture(attack, weakness != Weakness.None);
    }

    [TestCase(Weakness.None, RebindingRejection.BadDelegation)]
    [TestCase(Weakness.NoDelegation, RebindingRejection.None)]
    public void OnRebinding_WithAHijackedSessionKey_IsStoppedByTheDelegation(
        Weakness weakness, RebindingRejection expected)
    {
        Attack attack = new(61, weakness);
        Credential hijacked = attack.HijackedDelegation(2);
        Proof attachment = Attachment.Make(attack.World.HostB, attack.World.Identity.Hid, 2, Attack.Lair);
        Assert.That(
            attack.Launch(attack.Forge(hijacked, 2, 1, attachment: attachment)), Is.EqualTo(expected));
        ExpectCapture(attack, weakness != Weakness.None);
    }

    [TestCase(Weakness.None)]
    [TestCase(Weakness.NoSequence)]
    public void OnRebinding_ReplayedFromAnEarlierMove_IsStoppedByTheSequence(Weakness weakness)
    {
        Attack attack = new(62, weakness);
        MovingWorld world = attack.World;
        int before = world.Net.Recorded.Count;
        world.Client.OnMoved(MovingWorld.West, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromMilliseconds(100));
        byte[] recorded = world.Net.Recorded.Skip(
            before).First(packet => KindOf(packet) == PayloadKind.Rebinding);
        world.Client.OnMoved(MovingWorld.Campus, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(world.MachineLog.CountOf("confirmed"), Is.EqualTo(2));

        int verified = world.MachineLog.CountOf("verified");
        world.Machine.OnPacket(recorded, world.Now);
        bool captured = world.MachineLog.CountOf("verified") > verified;
        Assert.That(captured, Is.EqualTo(weakness == Weakness.NoSequence));
        if (!captured)
        {
            Assert.That(world.MachineLog.Steps[^1].What, Is.EqualTo("rejected OldSequence"));
            Assert.That(
                MovingWorld.CounterOf(world.Machine, "rebinding-rejected-old-sequence"), Is.EqualTo(1));
        }
    }

    [Test]
    public void OnRebinding_OfTheHostThatLostTheMachine_IsStoppedByTheEpoch()
    {
        Attack attack = new(63);
        MovingWorld world = attack.World;
        Credential old = world.Identity.Delegate(world.HostA, 1);
        byte[] state = world.Freeze();
        world.Resume(state, MovingWorld.West, world.HostB, 2, stack => OverlayStackTests.OpenEcho(stack));
        world.RunFor(Duration.FromMilliseconds(100));
        Assert.That(attack.Launch(attack.Forge(old, 1, 1000)), Is.EqualTo(RebindingRejection.OldEpoch));
        ExpectStillAt(attack, MovingWorld.West);

        // Nor does the owner's own key speak for the machine once it has delegated.
        Credential owner = Credential.OfIdentity(XidType.Hid, world.Identity.Owner);
        Assert.That(attack.Launch(attack.Forge(owner, 0, 1000)), Is.EqualTo(RebindingRejection.OldEpoch));
    }

    [Test]
    public void OnRebinding_EpochSeenInOneAssociation_CountsInAllOthers()
    {
        Attack attack = new(64);
        MovingWorld world = attack.World;
        DatagramApplication other = OverlayStackTests.OpenClient(world.Client);
        OverlayStackTests.Send(world, other, [1]);
        world.RunFor(Duration.FromMilliseconds(50));
        Credential b = world.Identity.Delegate(world.HostB, 5);
        Assert.That(attack.Launch(attack.Forge(b, 5, 1)), Is.EqualTo(RebindingRejection.None));

        _ = XipHeader.TryParse(world.Net.Recorded[^1], out XipHeader header);
        Assert.That(PayloadPrefix.TryRead(header.Payload, out PayloadPrefix prefix),
            Is.EqualTo(PayloadCheck.Sound));
        byte[] stale = attack.Forge(
            world.Identity.Delegate(world.HostA, 4), 4, 1,
            senderNonce: prefix.SenderNonce, receiverNonce: prefix.ReceiverNonce);
        Assert.That(attack.Launch(stale), Is.EqualTo(RebindingRejection.OldEpoch));
    }

    [Test]
    public void OnRebinding_MovedIntoAnotherAssociation_IsStoppedByTheNonces()
    {
        Attack attack = new(65);
        MovingWorld world = attack.World;
        Credential genuine = world.Identity.Delegate(world.HostB, 2);
        byte[] otherConnection = attack.Forge(genuine, 2, 1, senderNonce: 77, receiverNonce: 88);
        Assert.That(attack.Launch(otherConnection), Is.EqualTo(RebindingRejection.UnknownAssociation));

        byte[] rewritten = attack.Forge(genuine, 2, 1, senderNonce: 77);
        Assert.That(attack.Launch(rewritten), Is.EqualTo(RebindingRejection.WrongNonce));

        // With both nonces written over, the signature is about others.
        byte[] both = (byte[])otherConnection.Clone();
        new PayloadPrefix(PayloadKind.Rebinding, 0, attack.MachineNonce, attack.ClientNonce).Write(both);
        PayloadPrefix.Seal(both);
        Assert.That(attack.Launch(both), Is.EqualTo(RebindingRejection.BadSignature));
        ExpectCapture(attack, false);
    }

    [Test]
    public void OnRebinding_UnderAKeyOfSmallOrder_IsStoppedByTheKeysValidation()
    {
        Attack attack = new(66);
        MovingWorld world = attack.World;

        // The neutral element as key: for it, R = neutral element and S = 0 "signs" every message.
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] forgedSignature = [.. neutral, .. new byte[32]];
        Delegation trap = Delegation.Issue(
            world.Identity.Owner, world.HostB.Subject, new PublicKey(neutral), 2, new Instant(long.MaxValue));
        byte[] template = attack.Forge(world.Identity.Delegate(world.HostB, 2), 2, 1);
        byte[] forged = Attack.WithProof(template, Proof.ByDelegation(trap, forgedSignature));
        Assert.That(attack.Launch(forged), Is.EqualTo(RebindingRejection.BadKey));

        byte[] asIdentity = Attack.WithProof(
            attack.Forge(attack.Myself, 0, 1), Proof.ByIdentity(neutral, forgedSignature));
        Assert.That(attack.Launch(asIdentity), Is.EqualTo(RebindingRejection.BadKeyHash));
        ExpectCapture(attack, false);
    }

    [Test]
    public void OnRebinding_ToAnotherIdentifier_IsRefused()
    {
        Attack attack = new(67);
        Credential genuine = attack.World.Identity.Delegate(attack.World.HostB, 2);
        DagAddress otherHid = DagAddress.Path(Attack.Lair, attack.Myself.Subject, MovingWorld.Kv);
        DagAddress otherSid = DagAddress.Path(Attack.Lair, attack.World.Identity.Hid, MovingWorld.Bulk);
        DagAddress twoHids = DagAddress.Path(
            attack.Myself.Subject, attack.World.Identity.Hid, MovingWorld.Kv);
        DagAddress tooLong = DagAddress.Path(
            Attack.Lair, MovingWorld.East, attack.World.Identity.Hid, MovingWorld.Kv);
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, otherHid)),
            Is.EqualTo(RebindingRejection.WrongIdentity));
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, otherSid), attack.LairOfMachine),
            Is.EqualTo(RebindingRejection.WrongIdentity));
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, twoHids)),
            Is.EqualTo(RebindingRejection.WrongIdentity));
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, tooLong)), Is.EqualTo(RebindingRejection.Malformed));
        ExpectCapture(attack, false);
    }

    [Test]
    public void OnRebinding_ExpiredOrBadlyAttachedOrTampered_IsRefused()
    {
        Attack attack = new(68);
        MovingWorld world = attack.World;
        Credential expired = world.Identity.Delegate(world.HostB, 2, world.Now);
        Assert.That(
            attack.Launch(attack.Forge(expired, 2, 1)), Is.EqualTo(RebindingRejection.ExpiredDelegation));

        Credential genuine = world.Identity.Delegate(world.HostB, 2);
        Proof stranger = Attachment.Make(attack.Myself, world.Identity.Hid, 2, Attack.Lair);
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, attachment: stranger)),
            Is.EqualTo(RebindingRejection.BadAttachment));
        Proof elsewhere = Attachment.Make(world.HostB, world.Identity.Hid, 2, MovingWorld.West);
        Assert.That(
            attack.Launch(attack.Forge(genuine, 2, 1, attachment: elsewhere)),
            Is.EqualTo(RebindingRejection.BadAttachment), "An attachment is for one domain.");

        byte[] tampered = attack.Forge(genuine, 2, 1);
        tampered[^70] ^= 1;
        PayloadPrefix.Seal(tampered);
        Assert.That(
            attack.Launch(tampered),
            Is.AnyOf(RebindingRejection.BadSignature,
                RebindingRejection.Malformed, RebindingRejection.BadDelegation));
        ExpectCapture(attack, false);
    }

    [Test]
    public void Path_OfAPlaceThatNeverAnswers_GetsNoMoreThanItsCreditAndIsAbandoned()
    {
        Attack attack = new(69);
        MovingWorld world = attack.World;
        long bytesToLair = 0;
        world.Net.Filter = (packet, at) =>
        {
            _ = XipHeader.TryParse(packet, out XipHeader header);
            bytesToLair += header.Destination().TryFind(XidType.Ad, out Xid ad)
                && ad == Attack.Lair ? packet.Length : 0;
            return true;
        };
        Credential genuine = world.Identity.Delegate(world.HostB, 2);
        Proof attachment = Attachment.Make(world.HostB, world.Identity.Hid, 2, Attack.Lair);
        byte[] packet = attack.Packet(attack.Forge(genuine, 2, 1, attachment: attachment));
        world.Client.OnPacket(packet, world.Now);
        Assert.That(world.ClientLog.CountOf("provisional"), Is.EqualTo(1));
        for (int i = 0; i < 200; i++)
        {
            attack.Client.Socket!.TrySend(
                OverlayStackTests.Token(world.Client, "web.kv"), new byte[1000], world.Now);
            world.RunFor(Duration.FromMilliseconds(1));
        }

        Assert.That(bytesToLair, Is.GreaterThan(1000).And.LessThanOrEqualTo(3 * packet.Length));
        Assert.That(MovingWorld.CounterOf(world.Client, "held-for-credit"), Is.GreaterThan(0));

        // Repetitions of it, and any packet from the same place, raise the credit by three times their length
        // only.
        long received = packet.Length;
        for (int i = 0; i < 5; i++)
        {
            world.Client.OnPacket(packet, world.Now);
            received += packet.Length;
            world.RunFor(Duration.FromMilliseconds(1));
        }

        Assert.That(bytesToLair, Is.LessThanOrEqualTo(3 * received));
        world.RunFor(Duration.FromSeconds(11));
        Assert.That(world.ClientLog.CountOf("abandoned"), Is.EqualTo(1));
        ExpectStillAt(attack, MovingWorld.East);
        int before = attack.Client.Received.Count;
        attack.Request();
        Assert.That(attack.Client.Received, Has.Count.GreaterThan(before), "The old place serves again.");
    }

    [Test]
    public void OnAnswer_WithAnotherToken_ChangesNothing()
    {
        Attack attack = new(70);
        MovingWorld world = attack.World;
        Credential genuine = world.Identity.Delegate(world.HostB, 2);
        Assert.That(attack.Launch(attack.Forge(genuine, 2, 1)), Is.EqualTo(RebindingRejection.None));
        world.RunFor(Duration.FromMilliseconds(1));
        PathMessage challenge = attack.ReadLast(PayloadKind.Challenge);
        PathMessage wrong = challenge with { Token = challenge.Token ^ 1 };
        PathMessage other = challenge with { Freshness = new Freshness(2, 2) };
        Assert.That(
            attack.Launch(attack.PathPayload(PayloadKind.ChallengeAnswer, wrong)),
            Is.EqualTo(RebindingRejection.ChallengeMismatch));
        Assert.That(
            attack.Launch(attack.PathPayload(PayloadKind.ChallengeAnswer, other)),
            Is.EqualTo(RebindingRejection.ChallengeMismatch));
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.Zero);

        Assert.That(
            attack.Launch(attack.PathPayload(PayloadKind.ChallengeAnswer, challenge)),
            Is.EqualTo(RebindingRejection.None));
        Assert.That(world.ClientLog.CountOf("confirmed"), Is.EqualTo(1));
    }

    [Test]
    public void OnAcknowledgement_Forged_DoesNotSilenceTheMover()
    {
        Attack attack = new(71);
        MovingWorld world = attack.World;
        world.Net.Filter = (packet, _) => KindOf(packet) != PayloadKind.Rebinding;
        world.Client.OnMoved(MovingWorld.West, world.ClientCredential, null, world.Now);
        world.RunFor(Duration.FromMilliseconds(1));
        PathMessage forged = new(new Freshness(0, 1), 12345);
        byte[] payload = attack.PathPayload(PayloadKind.RebindingAcknowledgement, forged);
        DagAddress client = attack.ClientAddress.ReplaceAd(MovingWorld.West);
        world.Client.OnPacket(attack.Packet(payload, attack.MachineAddress, client), world.Now);
        Assert.That(world.ClientLog.CountOf("rejected ChallengeMismatch"), Is.GreaterThanOrEqualTo(1));
        world.Net.Filter = null;
        world.RunFor(Duration.FromMilliseconds(500));
        Assert.That(world.ClientLog.CountOf("acknowledged"), Is.EqualTo(1));
    }

    [Test]
    public void OnRebinding_MoreThanCoresCanCheck_IsBounded()
    {
        Attack attack = new(
            72, adjustClient: options =>
                options with { MaximumPendingChecks = 2, Processor = new NeverDone() });
        Credential genuine = attack.World.Identity.Delegate(attack.World.HostB, 2);
        Assert.That(attack.Launch(attack.Forge(genuine, 2, 1)), Is.EqualTo(RebindingRejection.None));
        Assert.That(attack.Launch(attack.Forge(genuine, 2, 2)), Is.EqualTo(RebindingRejection.None));
        Assert.That(attack.Launch(attack.Forge(genuine, 2, 3)), Is.EqualTo(RebindingRejection.Busy));
    }

    private static byte KindOf(byte[] packet)
    {
        _ = XipHeader.TryParse(packet, out XipHeader header);
        return header.Payload[0];
    }

    private static void ExpectCapture(Attack attack, bool captured)
    {
        attack.World.RunFor(Duration.FromMilliseconds(5));
        int before = attack.World.Net.Recorded.Count;
        OverlayStackTests.Send(attack.World, attack.Client, [9]);
        attack.World.RunFor(Duration.FromMilliseconds(1));
        bool goesToLair = attack.World.Net.Recorded.Skip(before).Any(packet =>
        {
            _ = XipHeader.TryParse(packet, out XipHeader header);
            return header.Destination().TryFind(XidType.Ad, out Xid ad) && ad == Attack.Lair;
        });
        Assert.That(goesToLair, Is.EqualTo(captured));
    }

    private static void ExpectStillAt(Attack attack, Xid ad) => Assert.That(
        attack.BelievedAddress, Is.EqualTo(DagAddress.Path(ad, attack.World.Identity.Hid, MovingWorld.Kv)));

    private sealed class NeverDone : Xia.Kernel.Work.IProcessor
    {
        public Instant Charge(Xia.Kernel.Work.WorkKind kind, long units, Instant now) =>
            now + Duration.FromSeconds(1000);
    }
}
