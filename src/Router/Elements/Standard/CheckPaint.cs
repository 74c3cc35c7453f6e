using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>
/// Passes packets of one colour; others leave at output 1, or are dropped when it is not in use.
/// </summary>
/// <remarks>CheckPaint(COLOR) — one input, one or two outputs, agnostic; output 1 is push.</remarks>
public sealed class CheckPaint : SimpleElement
{
    private int _color;

    /// <inheritdoc/>
    public override string ClassName => "CheckPaint";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) =>
        _color = arguments.Mandatory("COLOR", ArgumentTypes.Int32(0, 255));

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.Annotations.Paint == _color)
        {
            return packet;
        }

        Divert(1, packet);
        return null;
    }
}
