using Xia.Router.Platform;

namespace Xia.Router.Captures;

/// <summary>A file that is written front to back, with a buffer.</summary>
internal sealed class TraceOutput : IDisposable
{
    private const int BufferBytes = 1 << 14;

    private readonly Stream _stream;
    private readonly bool _standard;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;

    private TraceOutput(Stream stream, bool standard)
    {
        _stream = stream;
        _standard = standard;
    }

    /// <summary>Opens a file, empty; <c>-</c> is the standard output.</summary>
    /// <exception cref="IOException">It cannot be opened; the message is the system's text.</exception>
    public static TraceOutput Open(IRouterFiles? files, string path) => new(
        (files ?? throw new IOException("No files here")).OpenWrite(path, append: false), path == "-");

    /// <summary>
    /// Writes bytes, soon or at the next flush; to the standard output at once, as others write there too.
    /// </summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_standard)
        {
            _stream.Write(bytes);
            return;
        }

        if (_length + bytes.Length > BufferBytes)
        {
            Drain();
        }

        if (bytes.Length > BufferBytes)
        {
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Writes what is buffered.</summary>
    public void Flush()
    {
        Drain();
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        if (!_standard)
        {
            _stream.Dispose();
        }
    }

    private void Drain()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
