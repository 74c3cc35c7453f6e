using System.Buffers;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Migration.Control;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;

namespace Xia.Migration.Tests.Control;

public sealed class ControlCodecTests
{
    private static readonly KeyPair Key = KeyPair.FromSeed(new byte[32]);
    private static readonly Xid Host = Xid.Derive(XidType.Hid, [1]);

    private static readonly ControlMessage[] Messages =
    [
        new ControlMessage.Reserve(ulong.MaxValue, "web", Host, 65536, Host, Host, 5, Duration.FromMilliseconds(3)),
        new ControlMessage.PreAnnounce(),
        new ControlMessage.RoundEnd(3, 70_000),
        new ControlMessage.Freeze(new Instant(123_456_789_012)),
        new ControlMessage.Commit(
            900, Bytes(32, 1), Bytes(32, 2), Delegation.Issue(Key, Host, Key.PublicKey, 6, new Instant(99))),
        new ControlMessage.Destroyed(),
        new ControlMessage.Abort(MoveFailure.Requested, "by the operator"),
        new ControlMessage.Query(1, Host, Host, 2),
        new ControlMessage.Reserved(Bytes(32, 3), Credential.OfIdentity(XidType.Hid, Key).Prove("a/1", [1])),
        new ControlMessage.Refused(MoveFailure.NoMemory, ""),
        new ControlMessage.Ready(),
        new ControlMessage.RoundApplied(3),
        new ControlMessage.Resumed(new Instant(5), Credential.OfIdentity(XidType.Hid, Key).Prove("a/1", [2])),
        new ControlMessage.Release(),
        new ControlMessage.Declined(
            MoveFailure.DigestMismatch, "x", Credential.OfIdentity(XidType.Hid, Key).Prove("a/1", [3])),
        new ControlMessage.Unknown(),
    ];

    [Test]
    public void TryRead_OfWrite_WritesTheSameBytesAgain()
    {
        foreach (ControlMessage message in Messages)
        {
            byte[] bytes = Encode(message);

            Assert.That(ControlCodec.TryRead(bytes, out ControlMessage? read), Is.True, message.ToString());
            Assert.That(read!.GetType(), Is.EqualTo(message.GetType()));
            Assert.That(Encode(read), Is.EqualTo(bytes));
            Assert.That(bytes, Has.Length.LessThan(ControlCodec.MaximumLengthBytes));
        }
    }

    [Test]
    public void Write_OfRoundEnd_GivesTheseBytes() => Assert.That(
        Encode(new ControlMessage.RoundEnd(3, 70_000)),
        Is.EqualTo(new byte[] { 0x94, 1, 3, 3, 0xCE, 0x00, 0x01, 0x11, 0x70 }));

    [Test]
    public void TryRead_EveryTruncatedPrefixAndTrailingByte_IsRefused()
    {
        foreach (ControlMessage message in Messages)
        {
            byte[] bytes = Encode(message);
            for (int lengthBytes = 0; lengthBytes < bytes.Length; lengthBytes++)
            {
                Assert.That(ControlCodec.TryRead(bytes.AsSpan(0, lengthBytes), out _), Is.False);
            }

            Assert.That(ControlCodec.TryRead([.. bytes, 0xC0], out _), Is.False);
        }
    }

    [Test]
    public void TryRead_MutatedBytes_NeverThrows()
    {
        int readable = 0;
        RandomStream random = new(Bytes(32, 5));
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = Encode(Messages[random.NextInt32(Messages.Length)]);
            bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            bytes[random.NextInt32(Math.Min(bytes.Length, 6))] = (byte)random.NextInt32(256);

            // Longer forms of an integer are read too; what was read is written in one form and read again.
            if (ControlCodec.TryRead(bytes, out ControlMessage? message))
            {
                readable++;
                byte[] written = Encode(message);
                Assert.That(ControlCodec.TryRead(written, out ControlMessage? again), Is.True);
                Assert.That(Encode(again!), Is.EqualTo(written));
            }
        }

        Assert.That(readable, Is.GreaterThan(0));
    }

    private static byte[] Encode(ControlMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        ControlCodec.Write(output, message);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(int count, byte value)
    {
        byte[] bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
