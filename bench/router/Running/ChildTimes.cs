using System.Runtime.InteropServices;

namespace Xia.Bench.Router.Running;

/// <summary>CPU time of the processes that this one started and that have ended.</summary>
internal static partial class ChildTimes
{
    private const int Children = -1;
    private const int WordCount = 18;

    /// <summary>User and system time so far, in seconds.</summary>
    public static unsafe double CpuSeconds
    {
        get
        {
            // struct rusage: user and system time as seconds and microseconds, then 14 more words.
            long* usage = stackalloc long[WordCount];
            return GetUsage(Children, usage) == 0
                ? usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6)
                : throw new InvalidOperationException("The system does not tell the times of child processes.");
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetUsage(int who, long* usage);
}
