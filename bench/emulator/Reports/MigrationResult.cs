using System.Globalization;

namespace Xia.Bench.Emulator.Reports;

/// <summary>How fast a machine's pages were moved: the median round.</summary>
/// <param name="Case">What its pages were.</param>
/// <param name="Rounds">How many moves were measured.</param>
/// <param name="Pages">How many pages each moved.</param>
/// <param name="WallSeconds">How long a move took.</param>
/// <param name="CpuSeconds">What it took on cores.</param>
/// <param name="GigabytesPerCpuSecond">10⁹ bytes of memory for each second on cores; both ends run on one thread.</param>
/// <param name="LeastGigabytesPerCpuSecond">The slowest move.</param>
/// <param name="MostGigabytesPerCpuSecond">The fastest move.</param>
internal sealed record MigrationResult(
    string Case,
    int Rounds,
    int Pages,
    double WallSeconds,
    double CpuSeconds,
    double GigabytesPerCpuSecond,
    double LeastGigabytesPerCpuSecond,
    double MostGigabytesPerCpuSecond)
{
    /// <summary>The heading of the table.</summary>
    public const string Heading = "migration        pages   wall s    CPU s  GB/CPU s   least    most";

    /// <summary>The row of the table.</summary>
    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Case,-12} {Pages,9:N0} {WallSeconds,8:F3} {CpuSeconds,8:F3} {GigabytesPerCpuSecond,9:F2} "
        + $"{LeastGigabytesPerCpuSecond,7:F2} {MostGigabytesPerCpuSecond,7:F2}");
}
