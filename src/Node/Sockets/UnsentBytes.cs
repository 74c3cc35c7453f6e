namespace Xia.Node.Sockets;

/// <summary>What waits to be sent: a queue of pieces, so that no byte is copied twice.</summary>
/// <remarks>
/// Small texts share a piece: beside its bytes it costs no more than one piece.
/// <code>
///  first piece   …   last piece
/// [taken|waiting][…][waiting|free]
///        ↑ start            ↑ end
/// </code>
/// </remarks>
internal sealed class UnsentBytes
{
    internal const int PieceBytes = 1 << 14;

    private readonly Queue<byte[]> _pieces = new();
    private byte[] _last = [];
    private int _start;
    private int _end;

    /// <summary>How much waits.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>What is to be sent next; empty when nothing waits.</summary>
    public ReadOnlySpan<byte> First => _pieces.TryPeek(out byte[]? first)
        ? first.AsSpan(_start, (_pieces.Count == 1 ? _end : first.Length) - _start)
        : default;

    /// <summary>More is to be sent.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        LengthBytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_end == _last.Length)
            {
                _last = new byte[PieceBytes];
                _pieces.Enqueue(_last);
                _end = 0;
            }

            int count = Math.Min(bytes.Length, _last.Length - _end);
            bytes[..count].CopyTo(_last.AsSpan(_end));
            _end += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>That much of <see cref="First"/> was sent.</summary>
    public void Take(int lengthBytes)
    {
        LengthBytes -= lengthBytes;
        _start += lengthBytes;
        if (LengthBytes == 0)
        {
            // The last piece serves again.
            _pieces.Clear();
            _pieces.Enqueue(_last);
            (_start, _end) = (0, 0);
        }
        else if (_start == _pieces.Peek().Length)
        {
            _pieces.Dequeue();
            _start = 0;
        }
    }

    /// <summary>Nothing waits any more.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _last = [];
        (_start, _end, LengthBytes) = (0, 0, 0);
    }
}
