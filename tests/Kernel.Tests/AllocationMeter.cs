namespace Xia.Kernel.Tests;

/// <summary>Measures what an action allocates once the runtime has compiled it for good.</summary>
internal static class AllocationMeter
{
    private const int Rounds = 5;

    /// <summary>The fewest bytes that one of several runs of an action allocated on this thread.</summary>
    public static long LeastBytesOf(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
