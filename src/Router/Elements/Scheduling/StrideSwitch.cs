using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Pushes packets out at its outputs in proportion to their tickets.</summary>
/// <syntax>StrideSwitch(TICKETS0, …, TICKETSn)</syntax>
/// <remarks>One number per output, 0 to 32768; an output with 0 gets nothing.</remarks>
/// <handler name="ticketsN" access="rw">Tickets of output 0; there is one such handler per output.</handler>
/// <handler name="config" access="rw">The tickets of all outputs.</handler>
/// <example>StrideSwitch(4, 2, 1)</example>
public sealed class StrideSwitch : Element
{
    private StrideOrder _order = new([]);

    /// <inheritdoc/>
    public override string ClassName => "StrideSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _order = StrideTickets.Read(arguments, OutputCount, "output") ?? _order;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        StrideTickets.AddHandlers(handlers, this, OutputCount, () => _order);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (_order.Count == 0)
        {
            packet.Kill();
            return;
        }

        int output = _order[0];
        _order.Advance(1);
        Output(output).Push(packet);
    }
}
