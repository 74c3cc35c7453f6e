using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xia.Workload.Traces;

namespace Xia.Workload.Tests.Traces;

/// <summary>Writes small trace files, right ones and wrong ones.</summary>
internal sealed class TraceBuilder
{
    private readonly List<List<TraceWrite>> _writes = [];
    private readonly List<List<int>> _reads = [];

    public int TickMicroseconds { get; init; } = 10_000;

    public int Pages { get; init; } = 64;

    public TraceBuilder Tick(params TraceWrite[] writes)
    {
        _writes.Add([.. writes]);
        _reads.Add([]);
        return this;
    }

    public TraceBuilder Reads(params int[] pages)
    {
        _reads[^1].AddRange(pages);
        return this;
    }

    public static TraceWrite Start(int page, ulong hash, ushort changed = 1000, ushort size = 600) =>
        new(page, TraceWriteFlags.First, hash, changed, size, size, 4096);

    public static TraceWrite Change(
        int page, ulong hash, ushort changed = 8, ushort size = 600, ushort delta = 60, ushort xbzrle = 11) =>
        new(page, TraceWriteFlags.Stored | TraceWriteFlags.Changed, hash, changed, size, delta, xbzrle);

    public static TraceWrite Silent(int page) => new(page, TraceWriteFlags.Stored, 0, 0, 0, 0, 0);

    public static TraceWrite Zero(int page, ushort changed) =>
        new(page, TraceWriteFlags.Stored | TraceWriteFlags.Changed | TraceWriteFlags.Zero, 0, changed, 0, 50,
            100);

    public PageTrace Build()
    {
        using MemoryStream file = new(Pack());
        return PageTraceReader.Read(file, "built");
    }

    public byte[] Pack() => Gzip(Unpacked());

    public byte[] Unpacked(Func<string, string>? change = null)
    {
        TraceWrite[] all = [.. _writes.SelectMany(tick => tick)];
        TraceWrite[] contents = [.. all.Where(write => write.HasContent)];
        TraceWrite[] hashed = [.. contents.Where(write => (write.Flags & TraceWriteFlags.Zero) == 0)];
        string header = $$"""
            {"format":"XPT2","workload":"built","page_size":4096,"pages":{{Pages}},
            "ticks":{{_writes.Count - 1}},"tick_us":{{TickMicroseconds}},
            "lengths":{"ticks1":{{_writes.Count}},
            "nw":{{all.Length}},"nz":{{hashed.Length}},"nc":{{contents.Length}},
            "nr":{{_reads.Sum(tick => tick.Count)}} } }
            """;
        header = change?.Invoke(header) ?? header;
        List<byte> bytes = [.. "XPT2"u8];
        Put32(bytes, Encoding.UTF8.GetByteCount(header));
        bytes.AddRange(Encoding.UTF8.GetBytes(header));
        _writes.ForEach(tick => Put32(bytes, tick.Count));
        bytes.AddRange(all.Select(write => (byte)write.Flags));
        _writes.ForEach(tick => PutPages(bytes, tick.Select(write => write.Page)));
        foreach (TraceWrite write in hashed)
        {
            byte[] hash = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(hash, write.Hash);
            bytes.AddRange(hash);
        }

        foreach (Func<TraceWrite, ushort> column in new Func<TraceWrite, ushort>[]
            { w => w.ChangedBytes, w => w.PageBytes, w => w.DeltaBytes, w => w.XbzrleBytes })
        {
            Array.ForEach(contents, write => Put16(bytes, column(write)));
        }

        _reads.ForEach(tick => Put32(bytes, tick.Count));
        _reads.ForEach(tick => PutPages(bytes, tick));
        bytes.AddRange(_reads.SelectMany(tick => tick).Select(_ => (byte)TraceWriteFlags.Read));
        return [.. bytes];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static void PutPages(List<byte> bytes, IEnumerable<int> pages)
    {
        int before = 0;
        foreach (int page in pages)
        {
            Put16(bytes, (ushort)(page - before));
            before = page;
        }
    }

    private static void Put32(List<byte> bytes, int value)
    {
        byte[] word = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }

    private static void Put16(List<byte> bytes, ushort value) =>
        bytes.AddRange([(byte)value, (byte)(value >> 8)]);
}
