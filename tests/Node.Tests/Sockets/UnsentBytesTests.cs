using Xia.Node.Sockets;

namespace Xia.Node.Tests.Sockets;

public sealed class UnsentBytesTests
{
    [Test]
    public void First_OfWhatWasAppendedInAnyPieces_GivesTheSameBytes()
    {
        const int Rounds = 2_000;
        const int LongestBytes = 3 * UnsentBytes.PieceBytes;
        var random = new Random(7);
        var unsent = new UnsentBytes();
        int written = 0;
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] more = new byte[random.Next(round % 2 == 0 ? 100 : LongestBytes)];
            for (int index = 0; index < more.Length; index++)
            {
                more[index] = (byte)(written++ * 31);
            }

            unsent.Append(more);
            int left = random.Next(unsent.LengthBytes + 1);
            while (left > 0)
            {
                ReadOnlySpan<byte> first = unsent.First;
                Assert.That(first.IsEmpty, Is.False, "What waits can be read (seed 7).");
                int taken = Math.Min(left, random.Next(first.Length) + 1);
                for (int index = 0; index < taken; index++)
                {
                    if (first[index] != (byte)(read++ * 31))
                    {
                        Assert.Fail($"Byte {read - 1} is another one (seed 7).");
                    }
                }

                unsent.Take(taken);
                left -= taken;
            }

            Assert.That(unsent.LengthBytes, Is.EqualTo(written - read));
        }
    }

    [Test]
    public void Append_OfManySmallTextsThatAreTakenAtOnce_NeedsNoNewPiece()
    {
        var unsent = new UnsentBytes();
        unsent.Append("first"u8);
        unsent.Take(5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1_000; round++)
        {
            unsent.Append("0123456789"u8);
            unsent.Take(4);
            unsent.Take(6);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(unsent.First.IsEmpty);
    }

    [Test]
    public void Clear_WithSomethingWaiting_LeavesNothing()
    {
        var unsent = new UnsentBytes();
        unsent.Append(new byte[2 * UnsentBytes.PieceBytes]);
        unsent.Clear();
        Assert.That((unsent.LengthBytes, unsent.First.Length), Is.EqualTo((0, 0)));
        unsent.Append("x"u8);
        Assert.That(unsent.First.ToArray(), Is.EqualTo("x"u8.ToArray()));
    }
}
