using System.IO.Compression;
using Xia.Router.Platform;

namespace Xia.Router.Captures;

/// <summary>A file that is read front to back, by lines or by counted bytes.</summary>
/// <remarks>
/// A file that is compressed with gzip is expanded on the way. Spans that it gives out are valid until the
/// next call. A line that is longer than <see cref="MaximumLineBytes"/> is given out in pieces.
/// </remarks>
internal sealed class TraceInput : IDisposable
{
    /// <summary>The longest line, and the largest count of bytes that can be asked for.</summary>
    public const int MaximumLineBytes = 1 << 20;

    private const int FirstBufferBytes = 1 << 15;
    private const string StandardInput = "-";

    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;
    private bool _ended;

    private TraceInput(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>The line that was read last, the first is 1.</summary>
    public int LineNumber { get; set; }

    /// <summary>Bytes read so far, after expansion.</summary>
    public long Position { get; private set; }

    /// <summary>Length of the file; null when nobody knows.</summary>
    public long? Length { get; private init; }

    /// <summary>Whether there is nothing more.</summary>
    public bool IsAtEnd => Available == 0 && !Fill();

    private int Available => _end - _start;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be opened; the message is the system's text.</exception>
    public static TraceInput Open(IRouterFiles files, string path)
    {
        bool standard = path == StandardInput;
        Stream stream = files.OpenRead(path);
        if (standard)
        {
            return new TraceInput(stream, "<stdin>");
        }

        var raw = new TraceInput(stream, path) { Length = stream.CanSeek ? stream.Length : null };
        return raw.StartsWith([0x1f, 0x8b])
            ? new TraceInput(new GZipStream(new Rest(raw), CompressionMode.Decompress), path)
            : raw;
    }

    /// <summary>Reads from a text instead of a file.</summary>
    public static TraceInput FromData(byte[] data) =>
        new(new MemoryStream(data), "<data>") { Length = data.Length };

    /// <summary>Whether the next bytes are these; takes none.</summary>
    public bool StartsWith(ReadOnlySpan<byte> bytes)
    {
        while (Available < bytes.Length && Fill())
        {
        }

        return _buffer.AsSpan(_start, Available).StartsWith(bytes);
    }

    /// <summary>Takes a line, without what ends it: a line feed, a carriage return or both.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> fresh = _buffer.AsSpan(_start + searched, Available - searched);
            int found = fresh.IndexOfAny((byte)'\n', (byte)'\r');
            int length = found < 0 ? Available : searched + found;
            // A carriage return in the last place may be half of a pair.
            bool complete = found >= 0 && (_buffer[_start + length] == '\n' || length + 1 < Available);
            if (complete || Available >= MaximumLineBytes || !Fill())
            {
                return TakeLine(length, out line);
            }

            searched = length;
        }
    }

    /// <summary>Takes bytes; all of them or none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaximumLineBytes"/>.</exception>
    public bool TryRead(int count, out ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumLineBytes);
        while (Available < count && Fill())
        {
        }

        bool there = Available >= count;
        bytes = there ? _buffer.AsSpan(_start, count) : default;
        _start += bytes.Length;
        Position += bytes.Length;
        return there;
    }

    /// <summary>Takes bytes that nobody wants.</summary>
    /// <returns>Whether there were so many.</returns>
    public bool Skip(long count)
    {
        while (count > 0)
        {
            if (Available == 0 && !Fill())
            {
                return false;
            }

            int step = (int)Math.Min(count, Available);
            _start += step;
            Position += step;
            count -= step;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool TakeLine(int length, out ReadOnlySpan<byte> line)
    {
        bool any = Available > 0;
        line = _buffer.AsSpan(_start, length);
        int taken = length;
        if (taken < Available)
        {
            bool pair = _buffer[_start + taken] == '\r' && taken + 1 < Available
                && _buffer[_start + taken + 1] == '\n';
            taken += pair ? 2 : 1;
        }

        _start += taken;
        Position += taken;
        LineNumber += any ? 1 : 0;
        return any;
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, Available).CopyTo(_buffer);
            (_start, _end) = (0, Available);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        return read > 0;
    }

    /// <summary>What an input has not given out yet, as a stream.</summary>
    private sealed class Rest(TraceInput input) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (input.IsAtEnd)
            {
                return 0;
            }

            input.TryRead(Math.Min(count, input.Available), out ReadOnlySpan<byte> bytes);

            bytes.CopyTo(buffer.AsSpan(offset));
            return bytes.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            input.Dispose();
            base.Dispose(disposing);
        }
    }
}
