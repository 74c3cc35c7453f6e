using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Signals;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Passes packets and shows the signal that holds where it stands.</summary>
/// <syntax>NotifierDebug</syntax>
/// <remarks>Among pushed packets the signal is whether there is room behind it, among pulled ones whether
/// there are packets before it.</remarks>
/// <handler name="signal" access="r">
/// KIND.WORD/MASK:BITS in hexadecimal, an asterisk when on; <c>busy*</c> is always on, <c>idle</c> never.
/// </handler>
public sealed class NotifierDebug : SimpleElement
{
    private TaskSignal _signal = new();

    /// <inheritdoc/>
    public override string ClassName => "NotifierDebug";

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _signal = Input(0).IsPull ? TaskSignal.Upstream(this, 0) : TaskSignal.Downstream(this, 0);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("signal", () => _signal.ToString());
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet) => packet;
}
