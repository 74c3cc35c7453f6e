using Xia.Router.Platform;

namespace Xia.Router.Tests.Testing;

/// <summary>Keeps messages as lines, and the output as a text.</summary>
internal sealed class FakeConsole(List<string> messages) : IRouterConsole
{
    public string Output { get; private set; } = "";

    public void WriteOutput(string text) => Output += text;

    public void WriteMessage(string line) => messages.Add(line);
}
