using Xia.Router.Graph;

namespace Xia.Router.Elements.Queues;

/// <summary>The element classes of storing packets, and moving them between pushing and pulling.</summary>
internal static class QueuesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Queue", () => new Queue())
        .Add("Unqueue", () => new Unqueue());
}
