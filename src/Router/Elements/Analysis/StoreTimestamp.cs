using System.Buffers.Binary;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Writes the time stamp into the packet.</summary>
/// <syntax>StoreTimestamp([OFFSET, keyword TAIL false])</syntax>
/// <remarks>
/// Exactly one of OFFSET, counted from the packet's first byte, and TAIL, which adds it at the end. Eight
/// bytes, nanoseconds in little endian; the packet grows to hold them.
/// </remarks>
public sealed class StoreTimestamp : SimpleElement
{
    private const int LengthBytes = sizeof(long);

    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "StoreTimestamp";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        const int maximumOffset = PacketPool.MaximumDataBytes - LengthBytes;
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(-1, maximumOffset), -1);
        bool tail = arguments.Keyword("TAIL", ArgumentTypes.Bool, false);
        arguments.Complete();
        if (arguments.Errors.Count == 0 && _offset >= 0 == tail)
        {
            arguments.Error("supply exactly one of 'OFFSET' and 'TAIL'");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int offset = _offset < 0 ? packet.LengthBytes : _offset;
        int missing = offset + LengthBytes - packet.LengthBytes;
        if (missing > 0)
        {
            if (packet.LengthBytes + missing > PacketPool.MaximumDataBytes)
            {
                return packet;
            }

            packet.Put(missing).Clear();
        }

        Instant time = packet.Annotations.Timestamp;
        BinaryPrimitives.WriteInt64LittleEndian(packet.WritableData()[offset..], time.Nanoseconds);
        return packet;
    }
}
