using Spectre.Console;

namespace Xia.Cli.Output;

/// <summary>Where the command writes: data to one side, progress and mistakes to the other.</summary>
/// <remarks>Redirected output is plain ASCII without codes, and as wide as its tables.</remarks>
internal sealed class Terminal
{
    private const int RedirectedWidth = 400;

    /// <summary>The process's own console.</summary>
    internal Terminal()
        : this(Console.Out, Console.Error, Console.IsOutputRedirected, Console.IsErrorRedirected)
    {
    }

    internal Terminal(TextWriter output, TextWriter error, bool isOutputRedirected, bool isErrorRedirected)
    {
        Out = output;
        Error = error;
        IsErrorRedirected = isErrorRedirected;
        IsOutputRedirected = isOutputRedirected;
        Tables = AnsiConsole.Create(new AnsiConsoleSettings
        {
            // Spectre.Console 0.49.1 does not look whether its output is redirected.
            Ansi = isOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (isOutputRedirected)
        {
            Tables.Profile.Width = RedirectedWidth;
            Tables.Profile.Capabilities.Unicode = false;
        }
    }

    internal TextWriter Out { get; }

    internal TextWriter Error { get; }

    internal bool IsOutputRedirected { get; }

    internal bool IsErrorRedirected { get; }

    internal IAnsiConsole Tables { get; }
}
