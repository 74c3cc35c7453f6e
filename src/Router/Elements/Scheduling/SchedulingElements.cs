using Xia.Router.Graph;

namespace Xia.Router.Elements.Scheduling;

/// <summary>The element classes of choosing among inputs, and of tasks, timers and threads.</summary>
internal static class SchedulingElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("NotifierDebug", () => new NotifierDebug())
        .Add("ScheduleInfo", () => new ScheduleInfo());
}
