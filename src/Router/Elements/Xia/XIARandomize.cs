using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>Puts drawn identifiers into XIP packets, where the template leaves room for them.</summary>
/// <syntax>XIARandomize(XID_TYPE, MAX_CYCLE 351611, keyword EXPONENT 1.2)</syntax>
/// <remarks>
/// Every row of destination and source of type 1 becomes an identifier of XID_TYPE out of MAX_CYCLE known
/// ones, drawn by Zipf's law with EXPONENT, all rows of a packet the same; these are the identifiers that
/// <c>generate</c> of <see cref="XIAXIDRouteTable"/> enters. Every row of type 2 becomes an identifier of
/// XID_TYPE that is none of these; it follows from the drawn one and the row, since a destination has one
/// address. The draws are made when the graph starts and repeat after 1048576 packets.
/// </remarks>
/// <handler name="count" access="r">Packets so far.</handler>
public sealed class XIARandomize : SimpleElement
{
    private const int DefaultCycle = 351_611;
    private const int DrawCount = 1 << 20;
    private const uint RowsOfAPacket = 2 * XipLayout.MaximumRows;
    private const uint KnownMark = 1;
    private const uint AnyMark = 2;

    private XidType _type;
    private int _cycle;
    private double _exponent;
    private uint[] _draws = [];
    private long _count;

    /// <inheritdoc/>
    public override string ClassName => "XIARandomize";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _type = arguments.Mandatory("XID_TYPE", XiaArguments.Type);
        _cycle = arguments.Positional("MAX_CYCLE", ArgumentTypes.Int32(1, 1 << 24), DefaultCycle);
        _exponent = arguments.Keyword("EXPONENT", ArgumentTypes.Real, 1.2);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("count", () => $"{_count}\n");

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _draws = ZipfDraws.Make(
            Environment.Randomness.Stream($"{Name}/ranks"), _cycle, _exponent, DrawCount);
        return null;
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new Work(this), batch);

    /// <inheritdoc/>
    public override PacketBatch PullBatch(int port, int maximumCount) =>
        PullEach(new Work(this), maximumCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override Packet? Process(Packet packet)
    {
        uint number = _draws[(int)(_count++ & (DrawCount - 1))];
        Span<byte> data = packet.WritableData();
        int end = XipLayout.FixedLengthBytes + XipPath.RowsLengthBytes(data);
        uint other = (uint)_cycle + (number * RowsOfAPacket);
        for (int row = XipLayout.FixedLengthBytes; row < end; row += DagRow.LengthBytes)
        {
            Span<byte> bytes = data.Slice(row, DagRow.LengthBytes);
            uint mark = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (mark is KnownMark or AnyMark)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_type);
                Span<byte> id = bytes.Slice(sizeof(uint), Xid.IdLengthBytes);
                if (mark == KnownMark)
                {
                    XidSequence.Write(number, id);
                }
                else
                {
                    XidSequence.Write(other++, id);
                }
            }
        }

        return packet;
    }

    private readonly struct Work(XIARandomize element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
