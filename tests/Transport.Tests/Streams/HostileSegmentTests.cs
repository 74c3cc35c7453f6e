using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class HostileSegmentTests
{
    [Test]
    public void OnSegment_RandomSegmentsAndCalls_NeverThrowAndAnswersAreBounded([Range(1, 40)] int seed)
    {
        RandomStream random = new RandomRoot((ulong)seed).Stream("hostile");
        var machine = new StreamMachine(
            new StreamOptions { ReceiveBufferBytes = 5000, SendBufferBytes = 5000 }, 1000);
        byte[] buffer = new byte[1460];
        Instant now = default;
        if (seed % 2 == 0)
        {
            machine.Open(now);
        }

        for (int i = 0; i < 4000; i++)
        {
            now += Duration.FromNanoseconds(random.NextInt64(0, 200_000_000));
            switch (random.NextInt32(12))
            {
                case 0:
                    machine.Write(buffer.AsSpan(0, random.NextInt32(1460)), now);
                    break;
                case 1:
                    machine.Read(buffer.AsSpan(0, random.NextInt32(1460)));
                    break;
                case 2 when random.NextInt32(100) == 0:
                    machine.CloseWrite(now);
                    break;
                case 3:
                    machine.Kick(now);
                    break;
                case 4:
                    machine.OnPathChanged(now);
                    break;
                default:
                    // Numbers near those in use, so that many segments are nearly right.
                    var flags = (SegmentFlags)(random.NextUInt64() & 0x17);
                    var header = new SegmentHeader(
                        Near(random, 7000), Near(random, 1000), flags, Near(random, 0));
                    machine.OnSegment(header, buffer.AsSpan(0, random.NextInt32(1460)), now);
                    break;
            }

            machine.OnTimeout(now);
            int taken = 0;
            while (machine.TryTakeSegment(buffer, now, out _, out _))
            {
                Assert.That(++taken, Is.LessThan(50), $"seed {seed}");
            }

            Assert.That(machine.HasOutput, Is.False, $"seed {seed}");
            Assert.That(machine.ReadableBytes, Is.InRange(0, 5000), $"seed {seed}");
            Assert.That(machine.UnacknowledgedBytes, Is.InRange(0, 5000), $"seed {seed}");
            Assert.That(machine.NextTimeout is null || machine.NextTimeout > now, Is.True, $"seed {seed}");
        }
    }

    private static uint Near(RandomStream random, uint number) => random.NextInt32(5) switch
    {
        0 => (uint)random.NextUInt64(),
        1 => number + (uint)random.NextInt32(10_000),
        _ => number + (uint)random.NextInt32(3),
    };
}
