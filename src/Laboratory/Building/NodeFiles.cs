using Xia.Laboratory.Results.Recording;
using Xia.Node.Platform;
using Xia.Router.Platform;

namespace Xia.Laboratory.Building;

/// <summary>
/// The files of a node's graph: what it reads lies beside the graph, what it writes goes into the folder of
/// the run, so that neither depends on where the program was started.
/// </summary>
/// <param name="graphFolder">The folder of the graph's file.</param>
/// <param name="node">The node's folder in that of the arm.</param>
/// <param name="recorder">Keeps what is written.</param>
internal sealed class NodeFiles(string graphFolder, string node, ArmRecorder recorder) : IRouterFiles
{
    private const string Standard = "-";
    private const string StandardOutputName = "stdout";

    /// <inheritdoc/>
    public Stream OpenRead(string path) => path == Standard
        ? throw new IOException("A node of a scenario has no standard input")
        : SystemFiles.Open(Path.Combine(graphFolder, path), FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public Stream OpenWrite(string path, bool append)
    {
        string name = path == Standard ? StandardOutputName : path;
        return Path.IsPathRooted(name) || name.Split('/').Contains("..")
            ? throw new IOException("A node of a scenario writes into the folder of the run only")
            : recorder.OpenFile(node, name, append);
    }
}
