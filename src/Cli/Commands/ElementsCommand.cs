using System.CommandLine;
using Xia.Cli.Output;
using Xia.Router.Graph;
using Xia.Router.Sheets;

namespace Xia.Cli.Commands;

/// <summary><c>xia elements [NAME]</c>: lists the element classes, or shows the sheet of one.</summary>
internal static class ElementsCommand
{
    private const int Width = 100;

    internal static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("name")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The element class whose sheet is shown; without it, all are listed by family.",
        };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Prints all sheets as the page docs/elements.md.",
        };
        var command = new Command(
            "elements", "Lists the router's element classes, or shows the sheet of one.")
        {
            name, markdown,
        };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(name), parsed.GetValue(markdown)));
        return command;
    }

    private static int Run(Terminal terminal, string? name, bool markdown)
    {
        string documentation = Path.Combine(
            AppContext.BaseDirectory, typeof(Element).Assembly.GetName().Name + ".xml");
        if (!File.Exists(documentation))
        {
            terminal.Error.WriteLine(
                $"xia: the sheets are missing: no file {documentation}; a build makes it beside the program "
                + "unless GenerateDocumentationFile is false");
            return ExitCode.RunFailed;
        }

        using StreamReader text = File.OpenText(documentation);
        var reader = new SheetReader(text);
        if (name is null)
        {
            IReadOnlyList<ElementSheet> sheets = reader.ReadAll(ElementRegistry.BuiltIn);
            terminal.Out.Write(markdown ? SheetMarkdown.Print(sheets) : SheetPrinter.List(sheets, Width));
            return ExitCode.Success;
        }

        if (reader.Read(ElementRegistry.BuiltIn, name) is not { } sheet)
        {
            terminal.Error.WriteLine($"xia: no element class is called '{name}'; xia elements lists them");
            return ExitCode.Usage;
        }

        terminal.Out.Write(SheetPrinter.Print(sheet, Width));
        return ExitCode.Success;
    }
}
