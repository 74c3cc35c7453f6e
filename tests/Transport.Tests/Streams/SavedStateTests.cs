using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

internal sealed class SavedStateTests
{
    [Test]
    public void ExportImport_AtRandomPointsOfALossyTransfer_ChangesNothing([Range(1, 25)] int seed)
    {
        Assert.That(
            Run((ulong)seed, exportChance: 50_000_000), Is.EqualTo(Run((ulong)seed, 0)), $"seed {seed}");
    }

    [Test]
    public void ExportImport_Twice_GivesTheSameBytes([Range(1, 5)] int seed)
    {
        Pair pair = MidTransfer((ulong)seed);
        byte[] first = Export(pair.A, pair.Now);
        var later = new Instant(987_654_321_000);
        byte[] second = Export(Import(first, pair.OptionsOfA, later), later);
        Assert.That(second, Is.EqualTo(first), $"seed {seed}");
    }

    [Test]
    public void Import_AfterAPause_DeadlinesMoveWithIt()
    {
        Pair pair = MidTransfer(3);
        Instant? deadline = pair.A.NextTimeout;
        byte[] state = Export(pair.A, pair.Now);
        Instant later = pair.Now + Duration.FromSeconds(100);
        StreamMachine copy = Import(state, pair.OptionsOfA, later);
        Assert.That(deadline, Is.Not.Null);
        Assert.That(copy.NextTimeout, Is.EqualTo(deadline + Duration.FromSeconds(100)));
    }

    [Test]
    public void Import_DamagedState_IsRefusedOrRuns([Range(1, 8)] int seed)
    {
        Pair pair = MidTransfer((ulong)seed);
        byte[] state = Export(pair.B, pair.Now);
        RandomStream random = new RandomRoot((ulong)seed).Stream("damage");
        byte[] buffer = new byte[1460];
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. state];
            damaged[random.NextInt32(Math.Min(state.Length, 200))] = (byte)random.NextUInt64();
            StreamMachine copy;
            try
            {
                copy = Import(damaged, pair.OptionsOfB, pair.Now);
            }
            catch (MessagePackSerializationException)
            {
                continue;
            }

            for (int j = 0; j < 30; j++)
            {
                copy.OnTimeout(pair.Now + Duration.FromSeconds(20 * j));
                copy.Read(buffer);
                copy.TryTakeSegment(buffer, pair.Now + Duration.FromSeconds(20 * j), out _, out _);
            }
        }
    }

    [Test]
    public void Import_EveryTruncatedPrefix_IsRefused()
    {
        Pair pair = MidTransfer(1);
        byte[] state = Export(pair.A, pair.Now);
        for (int lengthBytes = 0; lengthBytes < state.Length; lengthBytes += Math.Max(1, lengthBytes / 50))
        {
            Assert.That(
                () => Import(state[..lengthBytes], pair.OptionsOfA, pair.Now),
                Throws.TypeOf<MessagePackSerializationException>());
        }
    }

    private static string Run(ulong seed, long exportChance)
    {
        var link = new VirtualLink
        {
            LossPartsPerBillion = 50_000_000,
            DuplicatePartsPerBillion = 10_000_000,
            Jitter = Duration.FromMilliseconds(8),
        };
        var pair = new Pair(seed, link);
        var transfer = new Transfer(150_000, 60_000);
        RandomStream random = new RandomRoot(seed).Stream("export");
        int exports = 0;
        pair.Application = p =>
        {
            transfer.Act(p);
            if (random.NextChance(exportChance))
            {
                p.A = Import(Export(p.A, p.Now), p.OptionsOfA, p.Now);
                p.B = Import(Export(p.B, p.Now), p.OptionsOfB, p.Now);
                exports++;
            }
        };
        pair.A.Open(pair.Now);
        pair.RunUntil(_ => transfer.IsDone);
        pair.RunToRest();
        Assert.That(exports > 3, Is.EqualTo(exportChance > 0), $"seed {seed}");
        return string.Join('\n', pair.Trace.Select(s => $"{s.At} {s.ByA} {s.Header} {s.PayloadBytes}"));
    }

    private static Pair MidTransfer(ulong seed)
    {
        var pair = new Pair(seed, new VirtualLink { LossPartsPerBillion = 80_000_000 });
        var transfer = new Transfer(400_000, 100_000);
        pair.Application = transfer.Act;
        pair.A.Open(pair.Now);
        pair.RunUntil(_ => transfer.ReadByB > 100_000);
        return pair;
    }

    private static byte[] Export(StreamMachine machine, Instant now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        machine.Export(ref writer, now);
        return buffer.WrittenSpan.ToArray();
    }

    private static StreamMachine Import(byte[] state, StreamOptions options, Instant now)
    {
        var reader = new MessagePackReader(state);
        var machine = StreamMachine.Import(ref reader, options, now);
        Assert.That(reader.End, Is.True);
        return machine;
    }
}
