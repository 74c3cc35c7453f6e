using Xia.Kernel.Time;
using Xia.Transport.Streams;

namespace Xia.Transport.Tests.Streams;

/// <summary>
/// An application pair that moves a known pattern each way, reads it, checks it and closes.
/// </summary>
internal sealed class Transfer(int bytesFromA, int bytesFromB, bool closes = true)
{
    private readonly byte[] _chunk = new byte[100_000];

    public int WrittenByA { get; private set; }

    public int WrittenByB { get; private set; }

    public int ReadByA { get; private set; }

    public int ReadByB { get; private set; }

    public bool IsDone => ReadByB == bytesFromA && ReadByA == bytesFromB;

    public void Act(Pair pair)
    {
        WrittenByA = Write(pair.A, WrittenByA, bytesFromA, pair.Now);
        WrittenByB = Write(pair.B, WrittenByB, bytesFromB, pair.Now);
        ReadByA = Read(pair.A, ReadByA, pair.Seed);
        ReadByB = Read(pair.B, ReadByB, pair.Seed);
    }

    private static byte PatternAt(int index) => (byte)((index * 7) ^ (index >> 8) ^ (index >> 16));

    private int Write(StreamMachine machine, int written, int total, Instant now)
    {
        if (machine.Status == Sockets.StreamStatus.Opening && machine.State == StreamState.Listen)
        {
            return written;
        }

        while (written < total && machine.WritableBytes > 0)
        {
            Span<byte> part = _chunk.AsSpan(0, Math.Min(_chunk.Length, total - written));
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = PatternAt(written + i);
            }

            written += machine.Write(part, now);
        }

        if (closes && written == total && machine.WritableBytes > 0)
        {
            machine.CloseWrite(now);
        }

        return written;
    }

    private int Read(StreamMachine machine, int read, ulong seed)
    {
        while (machine.ReadableBytes > 0)
        {
            int lengthBytes = machine.Read(_chunk);
            for (int i = 0; i < lengthBytes; i++)
            {
                if (_chunk[i] != PatternAt(read + i))
                {
                    Assert.Fail($"seed {seed}: byte {read + i} is wrong");
                }
            }

            read += lengthBytes;
        }

        return read;
    }
}
