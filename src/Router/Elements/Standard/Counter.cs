using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Counts packets and bytes, and how many pass per second.</summary>
/// <syntax>Counter</syntax>
/// <remarks>Rates are means over the last whole and the running second.</remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="byte_count" access="r">Bytes so far.</handler>
/// <handler name="rate" access="r">Packets per second.</handler>
/// <handler name="byte_rate" access="r">Bytes per second.</handler>
/// <handler name="reset_counts" access="w">Sets all to 0.</handler>
public sealed class Counter : SimpleElement
{
    private const int Version = 1;
    private static readonly Duration Window = Duration.FromSeconds(1);

    private Instant _windowStart;
    private long _windowCount;
    private long _windowBytes;
    private long _lastCount;
    private long _lastBytes;

    /// <inheritdoc/>
    public override string ClassName => "Counter";

    /// <summary>Packets so far.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long ByteCount { get; private set; }

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{Count}\n");
        handlers.Read("byte_count", () => $"{ByteCount}\n");
        handlers.Read("rate", () => $"{Rate(bytes: false)}\n");
        handlers.Read("byte_rate", () => $"{Rate(bytes: true)}\n");
        handlers.Write("reset_counts", _ =>
        {
            Count = ByteCount = _windowCount = _windowBytes = _lastCount = _lastBytes = 0;
            return null;
        });
    }

    /// <inheritdoc/>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Version);
        writer.Write(Count);
        writer.Write(ByteCount);
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 3, Version);
        Count = reader.ReadInt64();
        ByteCount = reader.ReadInt64();
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        Add(batch);
        Output(0).PushBatch(batch);
    }

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount)
    {
        PacketBatch batch = Input(0).PullBatch(maximumCount);
        if (!batch.IsEmpty)
        {
            Add(batch);
        }

        return batch;
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        Add(1, packet.LengthBytes);
        return packet;
    }

    private void Add(PacketBatch batch)
    {
        long bytes = 0;
        for (Packet? packet = batch.First; packet is not null; packet = packet.Next)
        {
            bytes += packet.LengthBytes;
        }

        Add(batch.Count, bytes);
    }

    private void Add(int count, long bytes)
    {
        Count += count;
        ByteCount += bytes;
        if (Now - _windowStart >= Window)
        {
            Roll();
        }

        _windowCount += count;
        _windowBytes += bytes;
    }

    private void Roll()
    {
        bool adjacent = Now - _windowStart < Window * 2;
        _lastCount = adjacent ? _windowCount : 0;
        _lastBytes = adjacent ? _windowBytes : 0;
        _windowCount = _windowBytes = 0;
        _windowStart = adjacent ? _windowStart + Window : Now;
    }

    private long Rate(bool bytes)
    {
        if (Now - _windowStart >= Window)
        {
            Roll();
        }

        long passed = bytes ? _lastBytes + _windowBytes : _lastCount + _windowCount;
        Duration covered = Now - _windowStart + Window;
        return (long)(passed * (decimal)Window.Nanoseconds / covered.Nanoseconds);
    }
}
