using Xia.Kernel.Collections;
using Xia.Kernel.Time;
using Xia.Kernel.Work;
using Xia.Migration.Coding;
using Xia.Migration.Framing;
using Xia.Migration.Machines;
using Xia.Migration.Strategies;

namespace Xia.Migration.Control;

/// <summary>
/// Codes the pages of a round into frames, batch by batch, and keeps the digest of what was sent.
/// </summary>
/// <remarks>
/// A page is read when its batch is coded, after the round's harvest, so a later write makes it dirty again.
/// Costs of a batch, one after the other on a core: search of every page for zeroes, copy and hash of the raw
/// ones, checksum and framing.
/// </remarks>
internal sealed class PageSender(
    IMachineMemory memory, IPageStrategy strategy, IProcessor processor, OutgoingFrames outgoing)
{
    /// <summary>The most pages that one batch looks at, so that no step occupies a core for long.</summary>
    private const int PagesPerBatch = 256;

    private readonly PageBitmap _unsent = new(memory.PageCount);
    private int _cursor;

    /// <summary>The digest of the memory as sent.</summary>
    public MemoryDigest Digest { get; } = new(memory.PageCount);

    /// <summary>Pages of this round that are not sent.</summary>
    public int UnsentPages { get; private set; }

    /// <summary>Whether the round has come to its last page.</summary>
    public bool AtRoundEnd => _unsent.NextSet(_cursor) < 0;

    /// <summary>Starts the log of writes with every page unsent.</summary>
    public void Start()
    {
        memory.Dirty.Enable();
        _unsent.SetAll();
        UnsentPages = memory.PageCount;
        _cursor = 0;
    }

    /// <summary>Adds what was dirtied to what is unsent, and starts from the first page again.</summary>
    /// <returns>When the scan is done.</returns>
    public Instant Harvest(Instant now)
    {
        memory.Dirty.HarvestInto(_unsent);
        UnsentPages = _unsent.Count();
        _cursor = 0;
        return processor.Charge(WorkKind.ScanPage, memory.PageCount, now);
    }

    /// <summary>Codes the next batch into a frame; there is room for one.</summary>
    /// <param name="holdBack">Whether the strategy may hold pages back.</param>
    /// <param name="round">Where to count.</param>
    /// <param name="now">The time.</param>
    /// <returns>When the frame is made.</returns>
    public Instant SendBatch(bool holdBack, RoundReport round, Instant now)
    {
        PageFrameWriter writer = new(outgoing.Payload[..PageFrameWriter.MaximumPayloadBytes]);
        int zeroPages = 0;
        int rawPages = 0;
        while (zeroPages + rawPages < PagesPerBatch && _unsent.NextSet(_cursor) is >= 0 and int page)
        {
            if (!holdBack || strategy.ShouldSend(page, memory.Dirty))
            {
                bool isZero = memory.IsZero(page);
                if (!(isZero ? writer.TryAddZero(page) : writer.TryAddRaw(page, memory.Page(page))))
                {
                    break;
                }

                zeroPages += isZero ? 1 : 0;
                rawPages += isZero ? 0 : 1;
                OnCoded(page, isZero);
            }

            _cursor = page + 1;
        }

        return writer.LengthBytes > 0 ? Seal(writer.LengthBytes, zeroPages, rawPages, round, now) : now;
    }

    /// <summary>The log of writes is needed no more.</summary>
    public void Stop() => memory.Dirty.Disable();

    private void OnCoded(int page, bool isZero)
    {
        if (isZero)
        {
            Digest.SetZero(page, 1);
        }
        else
        {
            Digest.SetPage(page, memory.Page(page));
        }

        _unsent.Clear(page);
        UnsentPages--;
    }

    private Instant Seal(int payloadBytes, int zeroPages, int rawPages, RoundReport round, Instant now)
    {
        long rawBytes = (long)rawPages * IGuestMemory.PageSizeBytes;
        long lookedAtBytes = (long)(zeroPages + rawPages) * IGuestMemory.PageSizeBytes;
        Instant done = processor.Charge(WorkKind.CompareByte, lookedAtBytes, now);
        done = processor.Charge(WorkKind.CopyByte, rawBytes, done);
        done = processor.Charge(WorkKind.HashByte, rawBytes, done);
        done = processor.Charge(WorkKind.ChecksumByte, payloadBytes, done);
        done = processor.Charge(WorkKind.Frame, 1, done);
        outgoing.Seal(FrameKind.Pages, payloadBytes, done);
        round.ZeroPages += zeroPages;
        round.RawPages += rawPages;
        round.FrameBytes += FrameHeader.LengthBytes + payloadBytes;
        round.EndedAt = done;
        return done;
    }
}
