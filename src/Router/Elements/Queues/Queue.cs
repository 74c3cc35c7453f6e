using Xia.Kernel.MessagePack;
using Xia.Overlay.Identifiers;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Queues;

/// <summary>Stores pushed packets until they are pulled; drops new ones when full.</summary>
/// <remarks>
/// Queue([CAPACITY 1000]) — one push input, one pull output. Wakes who pulls when it stops being empty, and
/// who pushes when it stops being full. Handlers: <c>length</c>, <c>highwater_length</c>, <c>capacity</c>,
/// <c>drops</c> (r), <c>reset_counts</c>, <c>reset</c> (w; drops everything).
/// </remarks>
public sealed class Queue : Element, INotifierSource
{
    private const int Version = 1;
    private const int DefaultCapacity = 1000;
    private const int MaximumCapacity = 1 << 20;

    private Packet?[] _ring = [];
    private int _mask;
    private int _head;
    private int _capacity = DefaultCapacity;
    private int _highwater;

    /// <inheritdoc/>
    public override string ClassName => "Queue";

    /// <inheritdoc/>
    public override string PortCounts => "1/1";

    /// <inheritdoc/>
    public override string Processing => "h/l";

    /// <summary>How many packets it holds.</summary>
    public int Length { get; private set; }

    /// <summary>How many packets found it full.</summary>
    public long Drops { get; private set; }

    /// <inheritdoc/>
    public Notifier EmptyNotifier { get; } = new();

    /// <inheritdoc/>
    public Notifier? FullNotifier { get; } = new();

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _capacity = arguments.Positional(
            "CAPACITY", ArgumentTypes.Int32(1, MaximumCapacity), DefaultCapacity);
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_capacity);
        _ring = new Packet?[size];
        _mask = size - 1;
        FullNotifier!.Wake();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("length", () => $"{Length}\n");
        handlers.Read("highwater_length", () => $"{_highwater}\n");
        handlers.Read("capacity", () => $"{_capacity}\n");
        handlers.Read("drops", () => $"{Drops}\n");
        handlers.Write("reset_counts", _ =>
        {
            Drops = 0;
            _highwater = Length;
            return null;
        });
        handlers.Write("reset", _ =>
        {
            Cleanup();
            return null;
        });
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (Length == _capacity)
        {
            Drops++;
            packet.Kill();
            return;
        }

        _ring[(_head + Length) & _mask] = packet;
        Length++;
        if (Length > _highwater)
        {
            _highwater = Length;
        }

        if (Length == _capacity)
        {
            FullNotifier!.Sleep();
        }

        EmptyNotifier.Wake();
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        if (Length == 0)
        {
            EmptyNotifier.Sleep();
            return null;
        }

        Packet packet = _ring[_head]!;
        _ring[_head] = null;
        _head = (_head + 1) & _mask;
        Length--;
        if (Length == 0)
        {
            EmptyNotifier.Sleep();
        }

        FullNotifier!.Wake();
        return packet;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        while (Length > 0)
        {
            Pull(0)!.Kill();
        }
    }

    /// <summary>Drops, highest length, and each packet's bytes, network offset and next hops.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Version);
        writer.Write(Drops);
        writer.Write(_highwater);
        writer.WriteArrayHeader(Length);
        Span<byte> nextHop = stackalloc byte[Xid.WireLengthBytes];
        for (int index = 0; index < Length; index++)
        {
            Packet packet = _ring[(_head + index) & _mask]!;
            writer.WriteArrayHeader(5);
            writer.Write(packet.Data);
            writer.Write(packet.HasNetworkHeader ? packet.NetworkOffset : -1);
            writer.Write(packet.Annotations.DestinationIp);
            writer.Write((int)packet.Annotations.Paint);
            packet.Annotations.NextHop.Write(nextHop);
            writer.Write(nextHop);
        }
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 4, Version);
        long drops = reader.ReadInt64();
        int highwater = reader.ReadInt32();
        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            if (reader.ReadArrayHeader() != 5)
            {
                throw new MessagePackSerializationException("A queued packet has five fields.");
            }

            ReadOnlySpan<byte> data = reader.ReadBytes();
            int networkOffset = reader.ReadInt32();
            uint destinationIp = reader.ReadUInt32();
            byte paint = (byte)reader.ReadInt32();
            ReadOnlySpan<byte> nextHop = reader.ReadBytes();
            if (data.Length > PacketPool.MaximumDataBytes || networkOffset > data.Length
                || nextHop.Length != Xid.WireLengthBytes)
            {
                throw new MessagePackSerializationException("A queued packet is malformed.");
            }

            Packet packet = Pool.Take(data);
            packet.Annotations.DestinationIp = destinationIp;
            packet.Annotations.Paint = paint;
            packet.Annotations.NextHop = Xid.Read(nextHop);
            if (networkOffset >= 0)
            {
                packet.SetNetworkHeader(networkOffset);
            }

            Push(0, packet);
        }

        Drops += drops;
        _highwater = Math.Max(_highwater, highwater);
    }
}
