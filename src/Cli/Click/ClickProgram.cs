using Xia.Node.Platform;

namespace Xia.Cli.Click;

/// <summary>
/// <c>xia click</c>, <c>xia click flatten</c> and <c>xia click provides</c>: Click's commands.
/// </summary>
internal static class ClickProgram
{
    internal static int Run(ReadOnlySpan<string> args)
    {
        using var output = new StandardOutput();
        using var console = new StandardConsole(output);
        if (args.Length > 0 && args[0] == "provides")
        {
            return ProvidesCommand.Run(args[1..]);
        }

        bool flattens = args.Length > 0 && args[0] == "flatten";
        string name = flattens ? "xia click flatten" : "xia click";
        ClickOptions options;
        try
        {
            options = ClickOptionsReader.Read(flattens ? args[1..] : args);
        }
        catch (ClickUsageException wrong)
        {
            console.WriteMessage(wrong.IsWhole ? wrong.Message : $"{name}: {wrong.Message}");
            console.WriteMessage(
                $"Usage: {name} [OPTION]... [NAME=VALUE]... [FILE]\n"
                + $"Try '{name} --help' for more information.");
            return 1;
        }

        if (options.ShowsHelp || options.ShowsVersion)
        {
            console.WriteOutput(options.ShowsVersion ? ClickTexts.Version
                : flattens ? ClickTexts.FlattenHelp : ClickTexts.Help);
            return 0;
        }

        return flattens
            ? new FlattenCommand(options, console, output).Run()
            : new ClickCommand(options, console, output).Run();
    }
}
