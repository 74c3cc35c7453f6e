using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Cuts packets to a length.</summary>
/// <syntax>Truncate(LENGTH[, keyword EXTRA_LENGTH true])</syntax>
/// <remarks>
/// LENGTH in bytes; shorter packets pass unchanged. With EXTRA_LENGTH, what is cut off is added to the extra
/// length annotation.
/// </remarks>
/// <handler name="nbytes" access="rw">LENGTH.</handler>
public sealed class Truncate : SimpleElement
{
    private int _maximumBytes;
    private bool _notesExtraLength;

    /// <inheritdoc/>
    public override string ClassName => "Truncate";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _maximumBytes = arguments.Mandatory("LENGTH", ArgumentTypes.Int32(0));
        _notesExtraLength = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Value(
        "nbytes", () => _maximumBytes, ArgumentTypes.Int32(0), length => _maximumBytes = length);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        int cutBytes = packet.LengthBytes - _maximumBytes;
        if (cutBytes > 0)
        {
            packet.Take(cutBytes);
            if (_notesExtraLength)
            {
                packet.Annotations.ExtraLengthBytes += (uint)cutBytes;
            }
        }

        return packet;
    }
}
