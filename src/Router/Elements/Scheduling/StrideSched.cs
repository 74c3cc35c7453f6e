using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Signals;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pulls from its inputs in proportion to their tickets.</summary>
/// <syntax>StrideSched(TICKETS0, …, TICKETSn)</syntax>
/// <remarks>
/// One number per input, 0 to 32768; an input with 0 is never pulled. A pull tries the inputs in the order of
/// stride scheduling until one gives a packet; those that it tried in vain have had their turns too.
/// </remarks>
/// <handler name="ticketsN" access="rw">Tickets of input 0; there is one such handler per input.</handler>
/// <handler name="config" access="rw">The tickets of all inputs.</handler>
/// <example>StrideSched(4, 2, 1)</example>
public sealed class StrideSched : Element
{
    private TaskSignal[] _signals = [];
    private StrideOrder _order = new([]);

    /// <inheritdoc/>
    public override string ClassName => "StrideSched";

    /// <inheritdoc/>
    public override string PortCounts => "1-/1";

    /// <inheritdoc/>
    public override string Processing => "l/l";

    /// <inheritdoc/>
    public override bool MayGeneratePackets => false;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _order = StrideTickets.Read(arguments, InputCount, "input") ?? _order;
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _signals = PullSignals.Of(this);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        StrideTickets.AddHandlers(handlers, this, InputCount, () => _order);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = null;
        int tried = 0;
        while (tried < _order.Count && packet is null)
        {
            int input = _order[tried++];
            packet = _signals[input].IsActive ? Input(input).Pull() : null;
        }

        _order.Advance(tried);
        return packet;
    }
}
