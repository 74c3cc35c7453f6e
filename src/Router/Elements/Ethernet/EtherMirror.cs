using Xia.Internet.Wire;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>Swaps source and destination of Ethernet frames.</summary>
/// <syntax>EtherMirror</syntax>
/// <remarks>Frames that are too short for both addresses are dropped.</remarks>
public sealed class EtherMirror : SimpleElement
{
    private const int BothLengthBytes = 2 * MacAddress.LengthBytes;

    /// <inheritdoc/>
    public override string ClassName => "EtherMirror";

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < BothLengthBytes)
        {
            packet.Kill();
            return null;
        }

        Span<byte> frame = packet.WritableData();
        var destination = MacAddress.Read(frame);
        var source = MacAddress.Read(frame[MacAddress.LengthBytes..]);
        source.Write(frame);
        destination.Write(frame[MacAddress.LengthBytes..]);
        return packet;
    }
}
