using System.Diagnostics;
using System.Numerics;

namespace Xia.Transport.Streams;

/// <summary>A stretch of a byte stream, addressed by the bytes' offsets in the stream.</summary>
/// <remarks>
/// The store is a circle of 2ⁿ bytes in which offset o lives at o mod 2ⁿ. It starts empty and doubles as
/// needed, so an idle stream costs nothing and a busy one allocates nothing once it has reached its size. The
/// owner bounds the stretch that it keeps.
/// </remarks>
internal sealed class OffsetRing
{
    private const int MinimumBytes = 4096;

    private byte[] _bytes = [];

    /// <summary>
    /// Puts bytes at an offset; everything from <paramref name="keepFrom"/> on stays readable.
    /// </summary>
    public void Write(long keepFrom, long offset, ReadOnlySpan<byte> source)
    {
        Debug.Assert(offset >= keepFrom, "A byte is written only within the stretch that is kept.");
        if (source.IsEmpty)
        {
            return;
        }

        EnsureHolds(keepFrom, offset + source.Length);
        int start = (int)(offset & (_bytes.Length - 1));
        int first = Math.Min(source.Length, _bytes.Length - start);
        source[..first].CopyTo(_bytes.AsSpan(start));
        source[first..].CopyTo(_bytes);
    }

    /// <summary>Copies bytes that were written.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        Debug.Assert(destination.Length <= _bytes.Length, "Only bytes that were written are read.");
        int start = (int)(offset & (_bytes.Length - 1));
        int first = Math.Min(destination.Length, _bytes.Length - start);
        _bytes.AsSpan(start, first).CopyTo(destination);
        _bytes.AsSpan(0, destination.Length - first).CopyTo(destination[first..]);
    }

    /// <summary>Gives the memory back; nothing that was written can be read any more.</summary>
    public void Release() => _bytes = [];

    private void EnsureHolds(long keepFrom, long end)
    {
        long neededBytes = end - keepFrom;
        if (neededBytes <= _bytes.Length)
        {
            return;
        }

        byte[] larger = new byte[BitOperations.RoundUpToPowerOf2((uint)Math.Max(neededBytes, MinimumBytes))];
        if (_bytes.Length != 0)
        {
            // All that the old circle can hold from keepFrom on is carried over, written or not.
            int oldStart = (int)(keepFrom & (_bytes.Length - 1));
            CopyCircular(_bytes.AsSpan(oldStart), keepFrom, larger);
            CopyCircular(_bytes.AsSpan(0, oldStart), keepFrom + _bytes.Length - oldStart, larger);
        }

        _bytes = larger;
    }

    private static void CopyCircular(ReadOnlySpan<byte> source, long offset, byte[] target)
    {
        int start = (int)(offset & (target.Length - 1));
        int first = Math.Min(source.Length, target.Length - start);
        source[..first].CopyTo(target.AsSpan(start));
        source[first..].CopyTo(target);
    }
}
