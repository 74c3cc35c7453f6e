using System.CommandLine;
using System.Reflection;
using Xia.Cli.Output;
using Xia.Laboratory.Scenarios;

namespace Xia.Cli.Commands;

/// <summary>The <c>xia</c> command: parses its line, runs one of its verbs and says how that went.</summary>
internal sealed class Application(Terminal terminal, ScenarioRun run)
{
    /// <summary>The program's version, with the commit behind a plus sign if it is known.</summary>
    internal static string FullVersion { get; } = typeof(Application).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    internal static string Version => FullVersion.Split('+')[0];

    internal static string? Commit => FullVersion.Split('+') is [_, { } commit] ? commit : null;

    internal async Task<int> InvokeAsync(IReadOnlyList<string> args)
    {
        var root = new RootCommand(
            "Emulates networks of Click routers in which virtual machines move, over XIA and IP.")
        {
            RunCommand.Create(terminal, run),
            ValidateCommand.Create(terminal),
            ElementsCommand.Create(terminal),

            // Its options are Click's, so that it reads them by itself before this line is parsed.
            new Command("click", "Runs a router graph as Click's user-level driver does; see click --help."),
            VersionCommand(),
        };
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await root.Parse(args).InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (ScenarioException wrong)
        {
            return Report(wrong);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("interrupted; the run's results are not complete")
                .ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"xia: {wrong.Message}").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
        catch (Exception mistake)
        {
            // Not a user's doing, so whoever reports it needs all of it.
            await terminal.Error.WriteLineAsync($"xia: internal error, please report it: {mistake}")
                .ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    private int Report(ScenarioException wrong)
    {
        foreach (ScenarioMistake mistake in wrong.Mistakes)
        {
            terminal.Error.WriteLine(mistake);
        }

        string count = wrong.Mistakes.Count == 1 ? "1 mistake" : $"{wrong.Mistakes.Count} mistakes";
        terminal.Error.WriteLine($"{count}; nothing was run");
        return ExitCode.InvalidScenario;
    }

    private Command VersionCommand()
    {
        var command = new Command("version", "Prints the version, the commit and the runtime.");
        command.SetAction(_ =>
        {
            terminal.Out.WriteLine($"xia {Version}");
            terminal.Out.WriteLine($"commit {Commit ?? "unknown"}");
            terminal.Out.WriteLine($".NET {Environment.Version}");
            return ExitCode.Success;
        });
        return command;
    }
}
