using System.Text;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Testing;

/// <summary>Keeps what a graph prints.</summary>
internal sealed class RecordingConsole : IRouterConsole
{
    private readonly StringBuilder _output = new();

    public string Output => _output.ToString();

    public List<string> Messages { get; } = [];

    public void WriteOutput(string text) => _output.Append(text);

    public void WriteMessage(string line) => Messages.Add(line);
}
