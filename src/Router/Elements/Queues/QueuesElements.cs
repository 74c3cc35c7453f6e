using Xia.Router.Graph;

namespace Xia.Router.Elements.Queues;

/// <summary>The element classes of storing packets, and moving them between pushing and pulling.</summary>
internal static class QueuesElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("DelayUnqueue", () => new DelayUnqueue())
        .Add("FrontDropQueue", () => new FrontDropQueue())
        .Add("FullNoteQueue", () => new FullNoteQueue())
        .Add("MixedQueue", () => new MixedQueue())
        .Add("NotifierQueue", () => new NotifierQueue())
        .Add("Queue", () => new Queue())
        .Add("QuickNoteQueue", () => new QuickNoteQueue())
        .Add("SimpleQueue", () => new SimpleQueue())
        .Add("ThreadSafeQueue", () => new ThreadSafeQueue())
        .Add("Unqueue", () => new Unqueue())
        .Add("MSQueue", () => new MSQueue())
        .Add("Unqueue2", () => new Unqueue2());
}
