using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Counts packets and bytes, and how many pass per second.</summary>
/// <syntax>Counter(keywords COUNT_CALL, BYTE_COUNT_CALL)</syntax>
/// <remarks>
/// Rates are means over the last whole and the running second. COUNT_CALL is <c>N HANDLER [VALUE]</c>: when
/// the count comes to N, the write handler gets VALUE, before that packet goes on. BYTE_COUNT_CALL does so
/// when the bytes reach or pass N. Each calls once until the counts are reset.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
/// <handler name="byte_count" access="r">Bytes so far.</handler>
/// <handler name="rate" access="r">Packets per second.</handler>
/// <handler name="bit_rate" access="r">Bits per second.</handler>
/// <handler name="byte_rate" access="r">Bytes per second.</handler>
/// <handler name="reset" access="w">Sets all to 0.</handler>
/// <handler name="reset_counts" access="w">The same.</handler>
/// <handler name="count_call" access="rw">N of COUNT_CALL; writes a new one, whose HANDLER may be left
/// out.</handler>
/// <handler name="byte_count_call" access="rw">The same for BYTE_COUNT_CALL.</handler>
public sealed class Counter : SimpleElement
{
    private const int Version = 1;
    private static readonly Duration Window = Duration.FromSeconds(1);

    private readonly CountCall _countCall = new("COUNT_CALL", "count_call");
    private readonly CountCall _byteCountCall = new("BYTE_COUNT_CALL", "byte_count_call");
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
    public override bool IsOneByOne => _countCall.IsConfigured || _byteCountCall.IsConfigured;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _countCall.Configure(arguments);
        _byteCountCall.Configure(arguments);
    }

    /// <inheritdoc/>
    public override string? Initialize() => _countCall.Initialize(this) ?? _byteCountCall.Initialize(this);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => $"{Count}");
        handlers.Read("byte_count", () => $"{ByteCount}");
        handlers.Read("rate", () => $"{Rate(bytes: false)}");
        handlers.Read("bit_rate", () => $"{Rate(bytes: true) * 8}");
        handlers.Read("byte_rate", () => $"{Rate(bytes: true)}");
        handlers.Button("reset", Reset);
        handlers.Button("reset_counts", Reset);
        _countCall.AddHandlers(handlers, this);
        _byteCountCall.AddHandlers(handlers, this);
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
    public override void TakeState(Element old)
    {
        if (old is Counter counter)
        {
            Count = counter.Count;
            ByteCount = counter.ByteCount;
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch)
    {
        // A call comes between the packets before and behind it, so near one the batch is taken apart.
        if (_byteCountCall.IsArmed || _countCall.IsDue(Count + batch.Count))
        {
            while (batch.Take() is { } packet)
            {
                Push(port, packet);
            }
        }
        else
        {
            Add(batch);
            Output(0).PushBatch(batch);
        }
    }

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount)
    {
        if (_byteCountCall.IsArmed || _countCall.IsArmed)
        {
            return PullEach(new OwnWork(this), Math.Min(1, maximumCount));
        }

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
        if (_countCall.IsDue(Count))
        {
            _countCall.Call(this);
        }

        if (_byteCountCall.IsDue(ByteCount))
        {
            _byteCountCall.Call(this);
        }

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

    private void Reset()
    {
        Count = ByteCount = _windowCount = _windowBytes = _lastCount = _lastBytes = 0;
        _countCall.Rearm();
        _byteCountCall.Rearm();
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

    private readonly struct OwnWork(Counter element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
