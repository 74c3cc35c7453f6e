using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Takes bytes off the front; a packet that is shorter is dropped.</summary>
/// <remarks>Strip(LENGTH) — one input, one output, agnostic. Handler: <c>drops</c> (r).</remarks>
public sealed class Strip : SimpleElement
{
    private int _lengthBytes;
    private long _drops;

    /// <inheritdoc/>
    public override string ClassName => "Strip";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _lengthBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0, PacketPool.MaximumDataBytes));

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => $"{_drops}\n");

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes < _lengthBytes)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        packet.Pull(_lengthBytes);
        return packet;
    }
}
