namespace Xia.Node.Platform;

/// <summary>The standard output, shared by the console and by files named <c>-</c>.</summary>
public sealed class StandardOutput : Stream
{
    private const int BufferBytes = 1 << 14;

    private readonly Stream _inner = new BufferedStream(Console.OpenStandardOutput(), BufferBytes);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (IOException)
        {
            // Whoever read the output went away; the graph goes on.
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        try
        {
            _inner.Flush();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>A graph that closes its file <c>-</c> does not close the output.</summary>
    protected override void Dispose(bool disposing)
    {
        Flush();
        base.Dispose(disposing);
    }
}
