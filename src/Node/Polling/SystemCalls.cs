using System.Runtime.InteropServices;

namespace Xia.Node.Polling;

/// <summary>The calls of the system's library that waiting needs.</summary>
internal static unsafe partial class SystemCalls
{
    private const string Library = "libc";

    /// <summary>Flags of <see cref="Pipe"/>: calls do not wait, and other programs do not get it.</summary>
    internal const int NonBlockingPrivate = 0x80800;

    private const int TryAgain = 11;
    private const int NoBuffers = 105;

    /// <summary>Whether the last call failed only because there was no room.</summary>
    internal static bool IsBusy => Marshal.GetLastPInvokeError() is TryAgain or NoBuffers;

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int PollPrecisely(
        PollEntry* entries, nuint count, TimeSpecification* timeout, nint signalMask);

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int AskSignalAction(int signal, nint change, nint* current);

    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetSignalHandler(int signal, nint handler);
}
