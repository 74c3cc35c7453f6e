using System.Buffers.Binary;
using Xia.Migration.Machines;

namespace Xia.Migration.Coding;

/// <summary>
/// Takes the payload of a page frame apart; see <see cref="PageFrameWriter"/> for the layout.
/// </summary>
/// <remarks>
/// Check first: entries of a payload that is not sound must not be applied. Allocates nothing.
/// </remarks>
internal ref struct PageFrameReader(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _position;

    /// <summary>Whether every entry of a payload is sound for a memory of a size.</summary>
    /// <param name="payload">Bytes of a stranger.</param>
    /// <param name="pageCount">The size of the memory in pages.</param>
    /// <param name="rawPages">How many pages are raw.</param>
    public static PageFrameVerdict Check(ReadOnlySpan<byte> payload, int pageCount, out int rawPages)
    {
        rawPages = 0;
        while (!payload.IsEmpty)
        {
            if (payload.Length < PageFrameWriter.EntryHeaderBytes)
            {
                return PageFrameVerdict.Truncated;
            }

            if ((PageForm)payload[0] is not (PageForm.Zero or PageForm.Raw) || payload[1] != 0)
            {
                return PageFrameVerdict.UnknownForm;
            }

            int count = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
            uint first = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
            if (count == 0 || first + (ulong)count > (ulong)pageCount)
            {
                return PageFrameVerdict.OutOfRange;
            }

            int raw = (PageForm)payload[0] == PageForm.Raw ? count : 0;
            long entryBytes = PageFrameWriter.EntryHeaderBytes + ((long)raw * IGuestMemory.PageSizeBytes);
            if (entryBytes > payload.Length)
            {
                return PageFrameVerdict.Truncated;
            }

            rawPages += raw;
            payload = payload[(int)entryBytes..];
        }

        return PageFrameVerdict.Sound;
    }

    /// <summary>Gives the next entry of a sound payload.</summary>
    public bool TryRead(out PageEntry entry)
    {
        if (_position == _payload.Length)
        {
            entry = default;
            return false;
        }

        ReadOnlySpan<byte> header = _payload[_position..];
        PageForm form = (PageForm)header[0];
        int count = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        int first = (int)BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int bodyBytes = form == PageForm.Raw ? count * IGuestMemory.PageSizeBytes : 0;
        entry = new PageEntry(form, first, count, header.Slice(PageFrameWriter.EntryHeaderBytes, bodyBytes));
        _position += PageFrameWriter.EntryHeaderBytes + bodyBytes;
        return true;
    }
}
