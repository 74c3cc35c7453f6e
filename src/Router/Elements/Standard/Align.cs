using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Moves packets so that their first byte has a wanted alignment in their buffer.</summary>
/// <syntax>Align(MODULUS, OFFSET)</syntax>
/// <remarks>
/// The first byte comes OFFSET bytes behind a multiple of MODULUS (2, 4 or 8), counted from the buffer's
/// start. A packet that stands right passes; others are copied.
/// </remarks>
public sealed class Align : SimpleElement
{
    private int _modulus;
    private int _offset;

    /// <inheritdoc/>
    public override string ClassName => "Align";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _modulus = arguments.Mandatory("MODULUS", ArgumentTypes.Int32(), 2);
        _offset = arguments.Mandatory("OFFSET", ArgumentTypes.Int32(0));
        if (arguments.Errors.Count > 0)
        {
            return;
        }

        if (_modulus is not (2 or 4 or 8))
        {
            arguments.Error("MODULUS must be 2, 4, or 8");
        }
        else if (_offset >= _modulus)
        {
            arguments.Error("OFFSET must be smaller than MODULUS");
        }
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int shift = (_offset - packet.HeadroomBytes) & (_modulus - 1);
        if (shift == 0)
        {
            return packet;
        }

        int headroom = packet.HeadroomBytes + shift;
        if (headroom + packet.LengthBytes > PacketPool.MaximumBufferBytes)
        {
            headroom -= _modulus;
        }

        Packet moved = Pool.Take(packet.Data, headroom);
        moved.Annotations = packet.Annotations;
        MoveMarks(packet, moved);
        packet.Kill();
        return moved;
    }

    // A mark before the data points at bytes that were not copied, so it is lost.
    private static void MoveMarks(Packet from, Packet to)
    {
        if (from.HasMacHeader && from.MacOffset >= 0)
        {
            to.SetMacHeader(from.MacOffset);
        }

        if (from.HasNetworkHeader && from.NetworkOffset >= 0)
        {
            to.SetNetworkHeader(from.NetworkOffset);
        }

        if (from.HasTransportHeader && from.TransportOffset >= 0)
        {
            to.SetTransportHeader(from.TransportOffset);
        }
    }
}
