using System.Text;

namespace Xia.Router.Elements.Control.Sockets;

/// <summary>What a client sent and nobody took yet.</summary>
/// <remarks>
/// Each byte is searched for a line's end once and moved a bounded number of times. A CR ends a line; an LF
/// right behind it belongs to it and may come later.
/// </remarks>
internal sealed class ControlInput
{
    private const int SmallestBytes = 1 << 10;

    /// <summary>The largest buffer that is kept while it is empty.</summary>
    private const int LargestEmptyBytes = 1 << 16;

    private byte[] _bytes = new byte[SmallestBytes];
    private int _start;
    private int _searched;
    private int _end;
    private bool _skipsLineFeed;

    /// <summary>How much there is.</summary>
    public int LengthBytes => _end - _start;

    /// <summary>More came.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Takes a line without its end; null while it is not whole.</summary>
    public string? TakeLine()
    {
        SkipLineFeed();
        int from = Math.Max(_searched, _start);
        int found = _bytes.AsSpan(from, _end - from).IndexOfAny((byte)'\r', (byte)'\n');
        if (found < 0)
        {
            _searched = _end;
            return null;
        }

        int lineEnd = from + found;
        string line = Encoding.Latin1.GetString(_bytes, _start, lineEnd - _start);
        _skipsLineFeed = _bytes[lineEnd] == '\r';
        _start = lineEnd + 1;
        return line;
    }

    /// <summary>Takes a number of bytes; null while there are fewer.</summary>
    public string? Take(int lengthBytes)
    {
        SkipLineFeed();
        if (LengthBytes < lengthBytes)
        {
            return null;
        }

        string data = Encoding.Latin1.GetString(_bytes, _start, lengthBytes);
        _start += lengthBytes;
        return data;
    }

    private void SkipLineFeed()
    {
        if (_skipsLineFeed && LengthBytes > 0)
        {
            _skipsLineFeed = false;
            if (_bytes[_start] == '\n')
            {
                _start++;
            }
        }
    }

    // Moves only when half of the buffer or more becomes free by it.
    private void MakeRoom(int lengthBytes)
    {
        if (LengthBytes == 0)
        {
            (_start, _searched, _end) = (0, 0, 0);
            if (_bytes.Length > LargestEmptyBytes)
            {
                _bytes = new byte[SmallestBytes];
            }
        }

        if (_bytes.Length - _end >= lengthBytes)
        {
            return;
        }

        int needed = LengthBytes + lengthBytes;
        byte[] target = needed <= _bytes.Length / 2 ? _bytes : new byte[2 * needed];
        _bytes.AsSpan(_start, LengthBytes).CopyTo(target);
        (_start, _searched, _end) = (0, Math.Max(_searched - _start, 0), LengthBytes);
        _bytes = target;
    }
}
