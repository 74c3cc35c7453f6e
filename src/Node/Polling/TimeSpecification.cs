using System.Runtime.InteropServices;

namespace Xia.Node.Polling;

/// <summary>A length of time as the system takes it, <c>struct timespec</c> of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpecification
{
    public long Seconds;
    public long Nanoseconds;
}
