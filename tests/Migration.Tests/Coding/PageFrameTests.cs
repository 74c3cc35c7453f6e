using Xia.Migration.Coding;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Coding;

public sealed class PageFrameTests
{
    [Test]
    public void Writer_RunsOfBothForms_GivesTheseBytes()
    {
        byte[] payload = new byte[PageFrameWriter.MaximumPayloadBytes];
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        page[0] = 0xAB;
        PageFrameWriter writer = new(payload);
        bool added = writer.TryAddZero(2) && writer.TryAddZero(3) && writer.TryAddRaw(4, page)
            && writer.TryAddZero(0x01020304);

        byte[] expected =
        [
            1, 0, 0, 2, 0, 0, 0, 2,
            2, 0, 0, 1, 0, 0, 0, 4, .. page,
            1, 0, 0, 1, 1, 2, 3, 4,
        ];
        Assert.That(added, Is.True);
        Assert.That(payload[..writer.LengthBytes], Is.EqualTo(expected));
    }

    [Test]
    public void Writer_WhenFull_RefusesAndStaysSound()
    {
        byte[] payload = new byte[PageFrameWriter.EntryHeaderBytes + IGuestMemory.PageSizeBytes];
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        PageFrameWriter writer = new(payload);

        bool first = writer.TryAddRaw(0, page);
        bool second = writer.TryAddRaw(1, page);
        bool third = writer.TryAddZero(9);
        int lengthBytes = writer.LengthBytes;

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.True);
            Assert.That(second || third, Is.False);
            Assert.That(PageFrameReader.Check(payload.AsSpan(0, lengthBytes), 1, out int raw),
                Is.EqualTo(PageFrameVerdict.Sound));
            Assert.That(raw, Is.EqualTo(1));
        });
    }

    [Test]
    public void Check_EveryTruncatedPrefix_IsNotTheWhole()
    {
        byte[] whole = Sample();

        for (int lengthBytes = 1; lengthBytes < whole.Length; lengthBytes++)
        {
            PageFrameVerdict verdict = PageFrameReader.Check(whole.AsSpan(0, lengthBytes), 100, out _);
            bool isBorder = lengthBytes is 8 or 8 + 8 + 4096;
            Assert.That(verdict, Is.EqualTo(isBorder ? PageFrameVerdict.Sound : PageFrameVerdict.Truncated));
        }
    }

    [TestCase(0, 0, PageFrameVerdict.UnknownForm)]
    [TestCase(0, 3, PageFrameVerdict.UnknownForm)]
    [TestCase(1, 1, PageFrameVerdict.UnknownForm)]
    [TestCase(3, 0, PageFrameVerdict.OutOfRange)]
    [TestCase(3, 101, PageFrameVerdict.OutOfRange)]
    [TestCase(4, 255, PageFrameVerdict.OutOfRange)]
    public void Check_HostileEntry_IsRefused(int offset, int value, object expected)
    {
        byte[] payload = Sample();
        payload[offset] = (byte)value;

        Assert.That(PageFrameReader.Check(payload, 100, out _), Is.EqualTo(expected));
    }

    [FsCheck.NUnit.Property]
    public bool Check_RandomBytes_NeverThrowsAndReadsWhatIsSound(byte[] payload)
    {
        if (PageFrameReader.Check(payload, 64, out _) != PageFrameVerdict.Sound)
        {
            return true;
        }

        PageFrameReader reader = new(payload);
        while (reader.TryRead(out PageEntry entry))
        {
            if (entry.FirstPage + entry.PageCount > 64)
            {
                return false;
            }
        }

        return true;
    }

    [FsCheck.NUnit.Property]
    public bool Reader_OfWriter_GivesThePagesBack(bool[] isZero)
    {
        GuestMemory from = new(Math.Max(1, isZero.Length));
        GuestMemory to = new(from.PageCount, present: false);
        byte[] payload = new byte[PageFrameWriter.MaximumPayloadBytes];
        for (int page = 0; page < isZero.Length;)
        {
            PageFrameWriter writer = new(payload);
            for (; page < isZero.Length; page++)
            {
                if (!isZero[page])
                {
                    from.TryWrite((long)page * IGuestMemory.PageSizeBytes, [(byte)(page + 1)]);
                }

                if (!(isZero[page] ? writer.TryAddZero(page) : writer.TryAddRaw(page, from.Page(page))))
                {
                    break;
                }
            }

            PageFrameReader reader = new(payload.AsSpan(0, writer.LengthBytes));
            while (reader.TryRead(out PageEntry entry))
            {
                for (int i = 0; i < entry.PageCount; i++)
                {
                    if (entry.Form == PageForm.Zero)
                    {
                        to.InstallZero(entry.FirstPage + i, 1);
                    }
                    else
                    {
                        to.Install(entry.FirstPage + i, entry.Body.Slice(i * 4096, 4096));
                    }
                }
            }
        }

        return to.PresentPages == isZero.Length
            && Enumerable.Range(0, isZero.Length).All(page => to.Page(page).SequenceEqual(from.Page(page)));
    }

    [Test]
    public void Coding_InSteadyState_AllocatesNothing()
    {
        GuestMemory from = new(16);
        GuestMemory to = new(16, present: false);
        MemoryDigest digest = new(16);
        byte[] payload = new byte[PageFrameWriter.MaximumPayloadBytes];
        from.TryWrite(0, new byte[] { 1 });
        Pass(from, to, digest, payload);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            Pass(from, to, digest, payload);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Pass(GuestMemory from, GuestMemory to, MemoryDigest digest, byte[] payload)
    {
        PageFrameWriter writer = new(payload);
        for (int page = 0; page < from.PageCount; page++)
        {
            _ = from.IsZero(page) ? writer.TryAddZero(page) : writer.TryAddRaw(page, from.Page(page));
        }

        ReadOnlySpan<byte> filled = payload.AsSpan(0, writer.LengthBytes);
        if (PageFrameReader.Check(filled, to.PageCount, out _) != PageFrameVerdict.Sound)
        {
            return;
        }

        PageFrameReader reader = new(filled);
        while (reader.TryRead(out PageEntry entry))
        {
            if (entry.Form == PageForm.Zero)
            {
                to.InstallZero(entry.FirstPage, entry.PageCount);
                digest.SetZero(entry.FirstPage, entry.PageCount);
            }
            else
            {
                to.Install(entry.FirstPage, entry.Body[..4096]);
                digest.SetPage(entry.FirstPage, entry.Body);
            }
        }

        Span<byte> root = stackalloc byte[MemoryDigest.LengthBytes];
        digest.WriteRoot(root);
    }

    private static byte[] Sample()
    {
        byte[] payload = new byte[PageFrameWriter.MaximumPayloadBytes];
        PageFrameWriter writer = new(payload);
        _ = writer.TryAddZero(0) && writer.TryAddRaw(1, new byte[4096]) && writer.TryAddZero(99);
        return payload[..writer.LengthBytes];
    }
}
