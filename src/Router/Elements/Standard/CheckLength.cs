using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Passes packets that are no longer than a length.</summary>
/// <syntax>CheckLength(LENGTH)</syntax>
/// <remarks>LENGTH in bytes. Longer ones leave at output 1, or are dropped when it is not in use.</remarks>
/// <handler name="length" access="rw">LENGTH.</handler>
public sealed class CheckLength : SimpleElement
{
    private int _maximumBytes;

    /// <inheritdoc/>
    public override string ClassName => "CheckLength";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _maximumBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0));

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "length", () => _maximumBytes, ArgumentTypes.Int32(0), length => _maximumBytes = length);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.LengthBytes <= _maximumBytes)
        {
            return packet;
        }

        Divert(1, packet);
        return null;
    }
}
