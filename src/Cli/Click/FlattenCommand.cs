using Xia.Node.Platform;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Cli.Click;

/// <summary><c>xia click flatten</c>: prints a graph without compound elements.</summary>
internal sealed class FlattenCommand(ClickOptions options, StandardConsole console, StandardOutput output)
{
    internal int Run()
    {
        var files = new SystemFiles(output);
        if (GraphText.Read(options, files, console) is not { } graph)
        {
            return 1;
        }

        var environment = new RouterEnvironment
        {
            Pool = new PacketPool(),
            Console = console,
            Files = files,
            Variables = options.Variables,
            Libraries = new SystemLibraries(SearchPath()),
            Packages = new ElementAssemblies(SearchPath()),
        };
        try
        {
            string flat = RouterGraph.Flatten(graph.Text, graph.Name, environment);
            return FlatGraph.TryWrite(flat, options.OutputFile ?? "-", files, console) ? 0 : 1;
        }
        catch (RouterConfigurationException wrong)
        {
            console.WriteMessage(wrong.Message);
            return 1;
        }
    }

    private SearchPath SearchPath() => options.Path is { } path
        ? new SearchPath(path)
        : Node.Platform.SearchPath.FromEnvironment();
}
