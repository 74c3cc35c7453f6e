using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Tests.Hosts;

namespace Xia.Overlay.Tests.Rebinding;

public sealed class RebindingMessageTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Write_AndTryRead_GiveBackEveryPart(bool attached)
    {
        (byte[] payload, DagAddress place, Credential signer, ulong token) = Make(attached);
        Assert.That(PayloadPrefix.TryRead(payload, out PayloadPrefix prefix), Is.EqualTo(PayloadCheck.Sound));
        Assert.That(prefix, Is.EqualTo(new PayloadPrefix(PayloadKind.Rebinding, 0, 3, 4)));
        Assert.That(RebindingMessage.TryRead(payload, out RebindingMessage? read), Is.True);
        Assert.That(read!.Freshness, Is.EqualTo(new Freshness(6, 9)));
        Assert.That(read.Place, Is.EqualTo(place));
        Assert.That(read.Token, Is.EqualTo(token));
        Assert.That(read.Proof.Delegation, Is.EqualTo(signer.Delegation));
        Assert.That(read.Attachment is not null, Is.EqualTo(attached));
        Assert.That(
            signer.Key.PublicKey.Verify(RebindingMessage.Domain, read.SignedBody, read.Proof.Signature),
            Is.True);
        Assert.That(payload, Has.Length.EqualTo(attached ? 494 : 394));
    }

    [Test]
    public void TryRead_EveryTruncatedPrefixAndTrailingByte_IsRejected()
    {
        byte[] payload = Make(attached: true).Payload;
        for (int length = 0; length < payload.Length; length++)
        {
            Assert.That(RebindingMessage.TryRead(payload.AsSpan(0, length), out _),
                Is.False, $"length {length}");
        }

        Assert.That(RebindingMessage.TryRead([.. payload, 0], out _), Is.False);
    }

    [Test]
    public void TryRead_AnyChangedByteOfTheSignedPart_BreaksTheSignatureOrTheForm()
    {
        (byte[] payload, DagAddress place, Credential signer, _) = Make(attached: false);
        for (int offset = 8; offset < 44 + place.LengthBytes; offset++)
        {
            byte[] changed = (byte[])payload.Clone();
            changed[offset] ^= 0x10;
            bool isAccepted = RebindingMessage.TryRead(changed, out RebindingMessage? read)
                && signer.Key.PublicKey.Verify(
                    RebindingMessage.Domain, read.SignedBody, read.Proof.Signature);
            Assert.That(isAccepted, Is.False, $"offset {offset}");
        }
    }

    private static (byte[] Payload, DagAddress Place, Credential Signer, ulong Token) Make(bool attached)
    {
        MachineIdentity identity = new(new Xia.Kernel.Randomness.RandomRoot(5).Stream("keys"));
        Credential host = identity.NewHost();
        Credential signer = identity.Delegate(host, 6);
        DagAddress place = DagAddress.Path(MovingWorld.West, identity.Hid, MovingWorld.Kv);
        byte[] payload = new byte[RebindingMessage.MaximumLengthBytes];
        int lengthBytes = RebindingMessage.Write(
            payload, 3, 4, new Freshness(6, 9), place, signer,
            attached ? Attachment.Make(host, identity.Hid, 6, MovingWorld.West) : null, out ulong token);
        return (payload[..lengthBytes], place, signer, token);
    }
}
