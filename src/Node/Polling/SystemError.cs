using System.Runtime.InteropServices;

namespace Xia.Node.Polling;

/// <summary>Linux's numbers of what can go wrong with a call.</summary>
internal static class SystemError
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int NetworkDown = 100;
    internal const int NoBuffers = 105;
    internal const int TimedOut = 110;
    internal const int InProgress = 115;
    private const int SocketLevel = 1;
    private const int ErrorOption = 4;

    /// <summary>Why the last call of this thread failed.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>Whether it failed only because there was no room.</summary>
    internal static bool IsBusy => Last is TryAgain or NoBuffers;

    /// <summary>Whether it failed only because there was nothing.</summary>
    internal static bool IsNothing => Last is TryAgain or Interrupted;

    /// <summary>What went wrong with a socket meanwhile; 0 for nothing.</summary>
    internal static unsafe int Of(int socket)
    {
        int error;
        uint length = sizeof(int);
        return SystemCalls.GetSocketOption(socket, SocketLevel, ErrorOption, (byte*)&error, &length) == 0
            ? error
            : Last;
    }

    /// <summary>What went wrong with the last call of this thread.</summary>
    /// <param name="what">What was tried.</param>
    /// <param name="need">What it takes.</param>
    internal static IOException Failure(string what, string need) => new(
        $"{what}: {Marshal.GetLastPInvokeErrorMessage()}"
        + $" (needs {need}: run as root, or give the program that right)");
}
