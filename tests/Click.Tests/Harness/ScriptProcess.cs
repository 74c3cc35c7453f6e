using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Xia.Click.Tests.Harness;

/// <summary>A shell script in a process group of its own, with a time limit.</summary>
internal static partial class ScriptProcess
{
    private const int HangUp = 1;
    private const int Kill = 9;

    /// <summary>Runs a script; its exit status, or null when the time was over.</summary>
    /// <param name="script">Text for <c>/bin/sh</c>.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    /// <param name="limit">How long it may take.</param>
    public static int? Run(
        string script, string folder, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        string path = Path.Combine(folder, "..", "script.sh");
        File.WriteAllText(path, script, Encoding.Latin1);

        // The shell opens the files itself, so that what it leaves behind in the background holds no pipe of ours.
        string input = File.Exists(Path.Combine(folder, "stdin")) ? "stdin" : "/dev/null";
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            ArgumentList =
            {
                "/bin/sh", "-c", $"exec /bin/sh -e ../script.sh <{input} >../stdout 2>../stderr",
            },
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        int group = process.Id;
        bool isOver = process.WaitForExit(limit);
        int? status = isOver ? process.ExitCode : null;
        _ = SendSignal(-group, isOver ? HangUp : Kill);
        return status;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
