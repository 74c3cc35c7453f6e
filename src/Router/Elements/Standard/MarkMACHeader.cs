using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Marks where the link header begins, and with a length where it ends.</summary>
/// <syntax>MarkMACHeader([OFFSET 0, LENGTH 0])</syntax>
/// <remarks>
/// The link header begins OFFSET bytes in; when LENGTH is not 0, the network header begins LENGTH bytes
/// later. A place beyond the packet's end is not marked.
/// </remarks>
public sealed class MarkMACHeader : SimpleElement
{
    private int _offset;
    private int _lengthBytes;

    /// <inheritdoc/>
    public override string ClassName => "MarkMACHeader";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _offset = arguments.Positional("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
        _lengthBytes = arguments.Positional("LENGTH", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes), 0);
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (_offset <= packet.LengthBytes)
        {
            packet.SetMacHeader(_offset);
        }

        if (_lengthBytes > 0 && _offset + _lengthBytes <= packet.LengthBytes)
        {
            packet.SetNetworkHeader(_offset + _lengthBytes);
        }

        return packet;
    }
}
