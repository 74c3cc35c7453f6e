using System.Text;
using Xia.Router.Platform;

namespace Xia.Router.Tests.Testing;

/// <summary>Files in memory, a byte per character; <c>-</c> too.</summary>
internal sealed class FakeFiles : IRouterFiles
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, MemoryStream> _written = [];

    /// <summary>Puts a file there.</summary>
    public FakeFiles Add(string path, string text) => Add(path, Encoding.Latin1.GetBytes(text));

    /// <summary>Puts a file there.</summary>
    public FakeFiles Add(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    /// <summary>What was written to a file.</summary>
    public string Text(string path) => Encoding.Latin1.GetString(Bytes(path));

    /// <summary>What was written to a file.</summary>
    public byte[] Bytes(string path) => _written[path].ToArray();

    public Stream OpenRead(string path) => _files.TryGetValue(path, out byte[]? bytes)
        ? new MemoryStream(bytes)
        : throw new FileNotFoundException("No such file or directory");

    public Stream OpenWrite(string path, bool append)
    {
        if (path.StartsWith("/nowhere/", StringComparison.Ordinal))
        {
            throw new DirectoryNotFoundException("No such file or directory");
        }

        return append && _written.TryGetValue(path, out MemoryStream? stream)
            ? stream
            : _written[path] = new MemoryStream();
    }
}
