namespace Xia.Bench.Emulator.Reports;

/// <summary>What one measured window gave.</summary>
/// <param name="Hops">Frames that crossed a link.</param>
/// <param name="Events">Events of the simulation.</param>
/// <param name="WallSeconds">Time that passed.</param>
/// <param name="CpuSeconds">Time that the whole process spent on cores, its compiler and collector included.</param>
/// <param name="AllocatedBytes">What the thread allocated.</param>
internal sealed record RoundResult(long Hops, long Events, double WallSeconds, double CpuSeconds, long AllocatedBytes)
{
    /// <summary>The rate that is compared.</summary>
    public double HopsPerCpuSecond => Hops / CpuSeconds;
}
