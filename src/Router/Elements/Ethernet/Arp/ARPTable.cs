using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>Keeps the Ethernet addresses of IPv4 stations for several ARPQueriers.</summary>
/// <syntax>
/// ARPTable(keywords CAPACITY 2048, ENTRY_CAPACITY 0, ENTRY_PACKET_CAPACITY 0, CAPACITY_SLIM_FACTOR 2,
/// TIMEOUT 5m)
/// </syntax>
/// <remarks>
/// CAPACITY is how many packets wait at most, ENTRY_CAPACITY how many entries there are at most (0: 65536),
/// ENTRY_PACKET_CAPACITY how many packets wait for one entry; 0 is no bound. When CAPACITY is passed, the
/// packets of the oldest entries go, one in CAPACITY_SLIM_FACTOR of all. An entry is good until it was silent
/// for TIMEOUT (0: for ever) and forgotten after twice that time. No inputs, no outputs.
/// </remarks>
/// <handler name="table" access="r">
/// A line for each entry: IP address, 1 if it is good, Ethernet address, seconds since it was heard.
/// </handler>
/// <handler name="count" access="r">Entries.</handler>
/// <handler name="length" access="r">Packets that wait.</handler>
/// <handler name="drops" access="r">Packets that went because of bounds or timeouts.</handler>
/// <handler name="insert" access="w">Enters <c>IP ETH</c>.</handler>
/// <handler name="delete" access="w">Takes out the entry of an IP address.</handler>
/// <handler name="clear" access="w">Takes out all entries.</handler>
public sealed class ARPTable : Element
{
    private RouterTimer? _timer;

    /// <inheritdoc/>
    public override string ClassName => "ARPTable";

    /// <inheritdoc/>
    public override string PortCounts => "0/0";

    /// <inheritdoc/>
    public override int ConfigurePhase => 50;

    internal NeighbourTable Table { get; private set; } = null!;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        Table = new NeighbourTable(Environment.Randomness.Stream(Name).NextUInt64());
        NeighbourHandlers.Configure(arguments, Table);
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _timer = StartForgetting(this, Table);
        return null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        NeighbourHandlers.Add(handlers, this, () => Table);
        handlers.Read("drops", () => $"{Table.Drops}");
        handlers.Write("insert", text =>
        {
            string? error = NeighbourHandlers.Read(this, text, out IpAddress ip, out MacAddress mac);
            if (error is null)
            {
                Table.Enter(ip, mac, Now);
            }

            return error;
        });
    }

    /// <inheritdoc/>
    public override void TakeState(Element old)
    {
        if (old is ARPTable table)
        {
            Table.TakeFrom(table.Table, Now);
        }
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _timer?.Cancel();
        Table?.Clear();
    }

    /// <summary>Makes a table forget old entries from now on.</summary>
    internal static RouterTimer StartForgetting(Element owner, NeighbourTable table)
    {
        RouterTimer timer = null!;
        timer = new RouterTimer(owner, now =>
        {
            table.Forget(now);
            if (table.Count > 0)
            {
                timer.ScheduleAfter(table.Timeout);
            }
        });
        table.OnGrown = () =>
        {
            if (!timer.IsScheduled && table.Timeout > Duration.Zero)
            {
                timer.ScheduleAfter(table.Timeout);
            }
        };
        table.OnEmptied = timer.Cancel;
        return timer;
    }
}
