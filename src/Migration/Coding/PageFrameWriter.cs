using System.Buffers.Binary;
using Xia.Migration.Machines;

namespace Xia.Migration.Coding;

/// <summary>
/// Fills the payload of a page frame: entries, each a run of consecutive pages in one form.
/// </summary>
/// <remarks>
/// <code>
///  0        1        2        3
/// +--------+--------+--------+--------+
/// |  form  |   0    |   page count    |   count 1 to 65535
/// +--------+--------+--------+--------+
/// |         number of first page      |
/// +-----------------------------------+
/// |  body: none, or count × 4096 bytes …     next entry …
/// </code>
/// Integers are big-endian. A run is lengthened as long as pages follow on each other in the same form, so a
/// stretch of zero pages costs 8 bytes, and raw pages 8 bytes per run. Allocates nothing.
/// </remarks>
internal ref struct PageFrameWriter(Span<byte> payload)
{
    /// <summary>The length of the fields before an entry's body.</summary>
    public const int EntryHeaderBytes = 8;

    /// <summary>The most pages of one entry.</summary>
    public const int MaximumRun = ushort.MaxValue;

    /// <summary>The most raw pages that a frame of <see cref="MaximumPayloadBytes"/> is meant for.</summary>
    public const int RawPagesPerFrame = 16;

    /// <summary>
    /// The longest payload: 16 raw pages and as many entries as 16 of each form can need, and some more.
    /// </summary>
    public const int MaximumPayloadBytes = (
        RawPagesPerFrame * IGuestMemory.PageSizeBytes) + (64 * EntryHeaderBytes);

    private readonly Span<byte> _payload = payload;
    private int _entry = -1;
    private PageForm _form;
    private int _firstPage;
    private int _count;

    /// <summary>How many bytes are filled.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>Adds a page of zeroes unless the frame is full.</summary>
    public bool TryAddZero(int page) => TryAdd(PageForm.Zero, page, 0);

    /// <summary>Adds a page as it is unless the frame is full.</summary>
    public bool TryAddRaw(int page, ReadOnlySpan<byte> content)
    {
        if (!TryAdd(PageForm.Raw, page, IGuestMemory.PageSizeBytes))
        {
            return false;
        }

        content[..IGuestMemory.PageSizeBytes].CopyTo(_payload[LengthBytes..]);
        LengthBytes += IGuestMemory.PageSizeBytes;
        return true;
    }

    private bool TryAdd(PageForm form, int page, int bodyBytes)
    {
        bool lengthens = _entry >= 0 && form == _form && page == _firstPage + _count && _count < MaximumRun;
        int neededBytes = bodyBytes + (lengthens ? 0 : EntryHeaderBytes);
        if (neededBytes > _payload.Length - LengthBytes)
        {
            return false;
        }

        if (!lengthens)
        {
            Begin(form, page);
        }

        _count++;
        BinaryPrimitives.WriteUInt16BigEndian(_payload[(_entry + 2)..], (ushort)_count);
        return true;
    }

    private void Begin(PageForm form, int page)
    {
        _entry = LengthBytes;
        _form = form;
        _firstPage = page;
        _count = 0;
        _payload[_entry] = (byte)form;
        _payload[_entry + 1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(_payload[(_entry + 4)..], (uint)page);
        LengthBytes += EntryHeaderBytes;
    }
}
