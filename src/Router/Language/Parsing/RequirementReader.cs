using Xia.Router.Graph;
using Xia.Router.Language.Elaboration;
using Xia.Router.Platform;

namespace Xia.Router.Language.Parsing;

/// <summary>Reads <c>require(…)</c>: libraries are parsed in its place, packages loaded.</summary>
/// <param name="state">What the parser shares.</param>
/// <param name="environment">Who finds libraries and packages.</param>
/// <param name="parseLibrary">Parses a library's text.</param>
internal sealed class RequirementReader(
    ParserState state, RouterEnvironment environment, Action<string, string> parseLibrary)
{
    private const int MaximumLibraries = 1_000;

    private readonly HashSet<string> _libraries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);

    /// <summary>Where the file lies that is being read.</summary>
    public string Folder { get; set; } = ".";

    /// <summary>Reads what follows the keyword.</summary>
    public void Read(StatementParser parser)
    {
        if (!parser.Expect('('))
        {
            return;
        }

        string text = state.Tokens.TakeConfiguration();
        parser.Expect(')');
        state.Tokens.TryTake(';');
        foreach (string argument in ArgumentText.Split(text))
        {
            List<string> words = ArgumentText.Words(argument);
            if (words.Count > 0)
            {
                Require(words);
            }
        }
    }

    // A lone word that is no kind is a package.
    private void Require(List<string> words)
    {
        string kind = ArgumentText.Unquote(words[0]);
        kind = kind.All(at => at is > ' ' and < '\x7f') ? kind : "";
        if (words.Count == 1 && kind is not ("compact_config" or "package" or "library") && kind.Length > 0)
        {
            words.Add(kind);
            kind = "package";
        }

        string value = words.Count == 2 ? ArgumentText.Unquote(words[1]) : "";
        if (kind == "library" && words.Count == 2)
        {
            RequireLibrary(value);
        }
        else if (kind == "package" && words.Count == 2)
        {
            RequirePackage(value);
            state.Requirements.Add(new Requirement(kind, value));
        }
        else if (kind == "compact_config" && words.Count == 1)
        {
            state.Requirements.Add(new Requirement(kind, ""));
        }
        else
        {
            state.Error("syntax error at requirement");
        }
    }

    private void RequireLibrary(string name)
    {
        if (state.Body.Depth > 0)
        {
            state.Error("'require library' must be used at file scope");
            return;
        }

        if (environment.Libraries is not { } libraries)
        {
            state.Error("'require library' may not be used in this driver");
            return;
        }

        RouterLibrary? library = libraries.Find(name, Folder);
        if (library is null)
        {
            state.Error($"library '{MessageList.Printable(name)}' not found in CLICKPATH/conf");
        }
        else if (_libraries.Count < MaximumLibraries && _libraries.Add(library.FileName))
        {
            parseLibrary(library.Text, library.FileName);
        }
    }

    private void RequirePackage(string name)
    {
        if (environment.Provisions.Contains(name) || !_packages.Add(name))
        {
            return;
        }

        string? error = environment.Packages is { } packages
            ? packages.Load(name, Folder, state.Registry)
            : "packages may not be used in this driver";
        if (error is not null)
        {
            state.Messages.Add(new ConfigurationMessage(
                state.Tokens.Here, error, $"While loading package '{MessageList.Printable(name)}':")
            {
                ShowsLandmark = false,
            });
            state.Messages.Add(new ConfigurationMessage(
                state.Tokens.Here, $"requirement '{MessageList.Printable(name)}' not available")
            {
                ShowsLandmark = false,
            });
        }
    }
}
