using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Scheduling;

/// <summary>Arguments and handlers of the elements that give their ports tickets.</summary>
internal static class StrideTickets
{
    public static StrideOrder? Read(ArgumentReader arguments, int portCount, string side)
    {
        IReadOnlyList<string> texts = arguments.Rest();
        if (texts.Count != portCount)
        {
            arguments.Error($"need {portCount} arguments, one per {side} port");
            return null;
        }

        var tickets = new int[portCount];
        for (int port = 0; port < portCount; port++)
        {
            if (!ArgumentTypes.Int32()(texts[port], out tickets[port], out _))
            {
                arguments.Error($"argument {port} should be number of tickets (integer)");
            }
            else if (tickets[port] < 0)
            {
                arguments.Error($"argument {port} (number of tickets) must be >= 0");
            }
            else if (tickets[port] > StrideOrder.MaximumTickets)
            {
                tickets[port] = StrideOrder.MaximumTickets;
                arguments.Warning($"warning: input {port}'s tickets reduced to {StrideOrder.MaximumTickets}");
            }
        }

        return arguments.Errors.Count == 0 ? new StrideOrder(tickets) : null;
    }

    public static void AddHandlers(
        HandlerTable handlers, Element element, int portCount, Func<StrideOrder> order)
    {
        for (int port = 0; port < portCount; port++)
        {
            int at = port;
            handlers.Read($"tickets{port}", () => $"{order().Tickets(at)}");
            handlers.Write($"tickets{port}", text => Write(element, order(), at, text));
        }

        handlers.Read("config", () => order().ToString(), HandlerFlags.Calm);
    }

    private static string? Write(Element element, StrideOrder order, int port, string text)
    {
        if (!ArgumentTypes.Int32()(text.Trim(), out int tickets, out _))
        {
            return "tickets value must be integer";
        }

        if (tickets < 0)
        {
            return "number of tickets must be >= 0";
        }

        if (tickets > StrideOrder.MaximumTickets)
        {
            tickets = StrideOrder.MaximumTickets;
            element.Router.Warn(element, $"port {port}'s tickets reduced to {tickets}");
        }

        order.SetTickets(port, tickets);
        return null;
    }
}
