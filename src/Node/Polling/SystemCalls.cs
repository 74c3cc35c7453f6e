using System.Runtime.InteropServices;

namespace Xia.Node.Polling;

/// <summary>The calls of the system's library that waiting, sockets and devices need.</summary>
internal static unsafe partial class SystemCalls
{
    private const string Library = "libc";

    /// <summary>Flags of <see cref="Pipe"/>: calls do not wait, and other programs do not get it.</summary>
    internal const int NonBlockingPrivate = 0x80800;

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int PollPrecisely(
        PollEntry* entries, nuint count, TimeSpecification* timeout, nint signalMask);

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    internal static partial nint SendTo(
        int socket, byte* buffer, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport(Library, EntryPoint = "recvfrom", SetLastError = true)]
    internal static partial nint ReceiveFrom(
        int socket, byte* buffer, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetSocketOption(
        int socket, int level, int option, byte* value, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(int socket, int level, int option, byte* value, uint length);

    [LibraryImport(
        Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenFile(string path, int flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int CallDevice(int descriptor, nuint call, byte* request);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int AskSignalAction(int signal, nint change, nint* current);

    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetSignalHandler(int signal, nint handler);
}
