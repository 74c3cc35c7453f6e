using System.Security.Cryptography;

namespace Xia.Laboratory.Results.Recording;

/// <summary>A file, or nothing at all, whose bytes are hashed while they are written.</summary>
internal sealed class HashedFile : Stream
{
    private const int BufferBytes = 1 << 16;

    private readonly Stream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _lengthBytes;
    private bool _isClosed;

    /// <param name="name">What the file is called in the run folder.</param>
    /// <param name="path">Where it is written; null if only its hash is wanted.</param>
    internal HashedFile(string name, string? path)
    {
        Name = name;
        _file = path is null
            ? Null
            : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
    }

    internal string Name { get; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_isClosed;

    /// <inheritdoc/>
    public override long Length => _lengthBytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => _lengthBytes;
        set => throw new NotSupportedException();
    }

    /// <summary>SHA-256 of everything written so far, in lower-case hexadecimal digits.</summary>
    internal string HashText() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Makes it empty again.</summary>
    internal void Restart()
    {
        _file.SetLength(0);
        _hash.GetHashAndReset();
        _lengthBytes = 0;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _file.Write(buffer);
        _lengthBytes += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => _file.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes the file; the hash stays readable.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
