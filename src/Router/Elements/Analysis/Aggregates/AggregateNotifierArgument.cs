using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>How the name of an element that numbers flows is read.</summary>
internal static class AggregateNotifierArgument
{
    /// <summary>Reads NOTIFIER; null when it is not given.</summary>
    public static Element? Read(Element asker, ArgumentReader arguments)
    {
        Element? found = arguments.Keyword<Element?>("NOTIFIER", ArgumentTypes.Element(asker)!);
        arguments.Complete();
        if (found is not null and not IAggregateSource)
        {
            arguments.Error($"{found.Name} is not an AggregateNotifier");
        }

        return found;
    }
}
