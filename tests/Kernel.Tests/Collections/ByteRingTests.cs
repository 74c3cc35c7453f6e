using Xia.Kernel.Collections;

namespace Xia.Kernel.Tests.Collections;

public sealed class ByteRingTests
{
    [Test]
    public void Write_MoreThanFits_TakesWhatFits()
    {
        ByteRing ring = new(maximumBytes: 300);
        Assert.That(ring.Write(new byte[299]), Is.EqualTo(299));
        Assert.That(ring.Write([1, 2, 3]), Is.EqualTo(1));
        Assert.That(ring.FreeBytes, Is.Zero);
        Assert.That(ring.Write([4]), Is.Zero);
    }

    [Test]
    public void Peek_AcrossTheSeam_GivesBothPieces()
    {
        ByteRing ring = new(256);
        ring.Write(new byte[250]);
        ring.Discard(245);
        ring.Write([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        byte[] bytes = new byte[20];
        Assert.That(ring.Peek(5, bytes), Is.EqualTo(9));
        Assert.That(bytes[..9], Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
        Assert.That(ring.PeekPiece(5).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(ring.PeekPiece(11).ToArray(), Is.EqualTo(new byte[] { 7, 8, 9 }));
        Assert.That(ring.PeekPiece(14).Length, Is.Zero);
    }

    [Test]
    public void Peek_EmptyRing_GivesNothing()
    {
        ByteRing ring = new(16);
        Assert.That(ring.Peek(0, new byte[4]), Is.Zero);
        Assert.That(ring.PeekPiece(0).Length, Is.Zero);
        Assert.That(ring.Read(new byte[4]), Is.Zero);
    }

    [Test]
    public void Discard_MoreThanThereIs_Throws()
    {
        ByteRing ring = new(16);
        ring.Write([1, 2]);
        Assert.That(() => ring.Discard(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ring.Discard(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ring.Peek(3, new byte[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [FsCheck.NUnit.Property]
    public bool Operations_AnyMix_BehaveAsAList((bool IsWrite, ushort Length)[] operations)
    {
        const int bound = 5000;
        ByteRing ring = new(bound);
        List<byte> model = [];
        byte next = 0;
        foreach ((bool isWrite, ushort any) in operations)
        {
            int length = any % 3000;
            if (isWrite)
            {
                byte[] written = new byte[length];
                for (int i = 0; i < length; i++)
                {
                    written[i] = next++;
                }

                int taken = ring.Write(written);
                model.AddRange(written[..taken]);
                if (taken != Math.Min(length, bound - (model.Count - taken)))
                {
                    return false;
                }
            }
            else
            {
                byte[] read = new byte[length];
                int taken = ring.Read(read);
                if (!read[..taken].SequenceEqual(model.Take(length)))
                {
                    return false;
                }

                model.RemoveRange(0, taken);
            }
        }

        byte[] all = new byte[bound];
        return ring.Count == model.Count && all[..ring.Peek(0, all)].SequenceEqual(model);
    }
}
