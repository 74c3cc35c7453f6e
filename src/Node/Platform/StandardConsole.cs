using System.Text;
using Xia.Router.Platform;

namespace Xia.Node.Platform;

/// <summary>Texts go to the standard output, messages to the standard error.</summary>
public sealed class StandardConsole(StandardOutput output) : IRouterConsole, IDisposable
{
    private readonly Stream _error = Console.OpenStandardError();

    /// <inheritdoc/>
    public void WriteOutput(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        output.Write(Encoding.Latin1.GetBytes(text));
        output.Flush();
    }

    /// <inheritdoc/>
    public void WriteMessage(string line)
    {
        try
        {
            _error.Write(Encoding.Latin1.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // Nobody reads messages any more; the graph goes on.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _error.Dispose();
}
