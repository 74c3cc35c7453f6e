using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Puts bytes at the front: those that <see cref="Strip"/> took off, if it did.</summary>
/// <syntax>Unstrip(LENGTH)</syntax>
/// <remarks>LENGTH in bytes. What was never there is undefined.</remarks>
public sealed class Unstrip : SimpleElement
{
    private int _lengthBytes;

    /// <inheritdoc/>
    public override string ClassName => "Unstrip";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0, PacketPool.DefaultHeadroomBytes));

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Push(_lengthBytes);
        return packet;
    }
}
