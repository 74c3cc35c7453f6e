using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Writes the same bytes into packets.</summary>
/// <syntax>StoreData(OFFSET, DATA)</syntax>
/// <remarks>OFFSET in bytes. What would stand beyond a packet's end is not written.</remarks>
/// <example>StoreData(4, \&lt;45 00&gt;)</example>
public sealed class StoreData : SimpleElement
{
    private int _offset;
    private byte[] _data = [];

    /// <inheritdoc/>
    public override string ClassName => "StoreData";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _offset = arguments.Mandatory("OFFSET", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));
        _data = [.. arguments.Mandatory("DATA", ArgumentTypes.Text, "").Select(at => (byte)at)];
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int there = Math.Min(packet.LengthBytes - _offset, _data.Length);
        if (there > 0)
        {
            _data.AsSpan(0, there).CopyTo(packet.WritableData()[_offset..]);
        }

        return packet;
    }
}
