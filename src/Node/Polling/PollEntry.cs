using System.Runtime.InteropServices;

namespace Xia.Node.Polling;

/// <summary>What the system is asked about one file descriptor, <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Wanted;
    public short Seen;
}
