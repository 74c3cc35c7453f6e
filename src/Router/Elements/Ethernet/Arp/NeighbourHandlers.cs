using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Ethernet.Arp;

/// <summary>The handlers and arguments of a <see cref="NeighbourTable"/>.</summary>
internal static class NeighbourHandlers
{
    /// <summary>Reads the table's keywords.</summary>
    public static void Configure(ArgumentReader arguments, NeighbourTable table)
    {
        table.Capacity = arguments.Keyword("CAPACITY", ArgumentTypes.Int32(0), 2048);
        table.EntryCapacity = arguments.Keyword("ENTRY_CAPACITY", ArgumentTypes.Int32(0), 0);
        table.EntryPacketCapacity = arguments.Keyword("ENTRY_PACKET_CAPACITY", ArgumentTypes.Int32(0), 0);
        table.SlimFactor = arguments.Keyword("CAPACITY_SLIM_FACTOR", ArgumentTypes.Int32(0), 2);
        table.Timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Duration, Duration.FromSeconds(300));
        if (table.SlimFactor == 0)
        {
            table.SlimFactor = 1;
            arguments.Error("CAPACITY_SLIM_FACTOR cannot be zero");
        }
    }

    /// <summary>Adds what the table alone can answer.</summary>
    public static void Add(HandlerTable handlers, Element owner, Func<NeighbourTable> table)
    {
        handlers.Read("table", () => table().Show(owner.Router.Now));
        handlers.Read("count", () => $"{table().Count}");
        handlers.Read("length", () => $"{table().Length}");
        handlers.Write("delete", text =>
        {
            if (!ArgumentTypes.IpAddress(owner)(text.Trim(), out IpAddress ip, out _))
            {
                return "IP: parse error";
            }

            if (table().TryFind(ip, out Neighbour neighbour))
            {
                table().Remove(neighbour);
            }

            return null;
        });
        handlers.Button("clear", () => table().Clear());
    }

    /// <summary>Reads <c>IP ETH</c>.</summary>
    public static string? Read(Element owner, string text, out IpAddress ip, out MacAddress mac)
    {
        var arguments = new ArgumentReader(ArgumentText.Words(text));
        ip = arguments.Mandatory("IP", ArgumentTypes.IpAddress(owner));
        mac = arguments.Mandatory("ETH", ArgumentTypes.MacAddress(owner));
        arguments.Complete();
        return arguments.Errors.Count == 0 ? null : string.Join('\n', arguments.Errors);
    }
}
