using System.ComponentModel;
using System.Diagnostics;

namespace Xia.Interop.Tests;

/// <summary>Runs a program that is not part of the project.</summary>
internal static class OutsideTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end, or returns null if it is not installed.</summary>
    public static ToolResult? TryRun(string program, string folder, string input, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            WriteInput(process, input);
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return new ToolResult(-1, string.Empty, $"{program} did not end within {Patience}.");
            }

            return new ToolResult(process.ExitCode, output.Result, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void WriteInput(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that ends without reading its input says why by its exit code.
        }
    }
}
