using Xia.Router.Graph;

namespace Xia.Router.Elements.Scheduling;

/// <summary>The element classes of choosing among inputs, and of tasks, timers and threads.</summary>
internal static class SchedulingElements
{
    /// <summary>Makes them known to the language.</summary>
    public static void AddTo(ElementRegistry registry) => registry
        .Add("Bypass", () => new Bypass())
        .Add("DelayShaper", () => new DelayShaper())
        .Add("InputSwitch", () => new InputSwitch())
        .Add("NeighborhoodTest", () => new NeighborhoodTest())
        .Add("NotifierDebug", () => new NotifierDebug())
        .Add("PrioSched", () => new PrioSched())
        .Add("PullSwitch", () => new PullSwitch())
        .Add("RoundRobinSched", () => new RoundRobinSched())
        .Add("ScheduleInfo", () => new ScheduleInfo())
        .Add("SimplePrioSched", () => new SimplePrioSched())
        .Add("SimplePullSwitch", () => new SimplePullSwitch())
        .Add("SimpleRoundRobinSched", () => new SimpleRoundRobinSched())
        .Add("StaticPullSwitch", () => new StaticPullSwitch())
        .Add("StaticThreadSched", () => new StaticThreadSched())
        .Add("StrideSched", () => new StrideSched())
        .Add("StrideSwitch", () => new StrideSwitch())
        .Add("TimeSortedSched", () => new TimeSortedSched())
        .Add("TimerTest", () => new TimerTest())
        .Add("DRRSched", () => new DRRSched());
}
