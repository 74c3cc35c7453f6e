using System.Security.Cryptography;
using Xia.Migration.Coding;
using Xia.Migration.Machines;

namespace Xia.Migration.Tests.Coding;

public sealed class MemoryDigestTests
{
    [Test]
    public void WriteRoot_OfOnePage_IsAsDefined()
    {
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        page[1] = 1;
        MemoryDigest digest = new(1);
        digest.SetPage(0, page);

        byte[] expected = SHA256.HashData([.. "xia.memory/1"u8, 0, 0, 0, 0, 0, 0, 0, 1, .. SHA256.HashData(page)]);
        Assert.That(Root(digest), Is.EqualTo(expected));
    }

    [Test]
    public void WriteRoot_OfTwoPages_HasOneNodeAbove()
    {
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        page[1] = 1;
        MemoryDigest digest = new(2);
        digest.SetPage(1, page);

        byte[] node = SHA256.HashData([.. new byte[32], .. SHA256.HashData(page)]);
        byte[] expected = SHA256.HashData([.. "xia.memory/1"u8, 0, 0, 0, 0, 0, 0, 0, 2, .. node]);
        Assert.That(Root(digest), Is.EqualTo(expected));
    }

    [Test]
    public void WriteRoot_AfterChangesInAnyOrder_EqualsAFreshOne([Values(1, 63, 64, 65, 4096, 4097)] int pageCount)
    {
        MemoryDigest touched = new(pageCount);
        byte[] page = new byte[IGuestMemory.PageSizeBytes];
        for (int i = 0; i < 50; i++)
        {
            page[0] = (byte)(i + 1);
            touched.SetPage(i * 7919 % pageCount, page);
            if (i % 3 == 0)
            {
                _ = Root(touched);
                touched.SetZero(i * 104729 % pageCount, 1);
            }
        }

        for (int i = 0; i < pageCount; i++)
        {
            touched.SetZero(i, 1);
        }

        page[0] = 77;
        touched.SetPage(pageCount - 1, page);
        MemoryDigest fresh = new(pageCount);
        fresh.SetPage(pageCount - 1, page);
        byte[] expected = Root(fresh);
        Assert.That(Root(touched), Is.EqualTo(expected));
    }

    [Test]
    public void PendingBytes_AfterFewChanges_IsSmall()
    {
        MemoryDigest digest = new(65536);
        _ = Root(digest);

        digest.SetPage(5, new byte[4096]);
        digest.SetPage(6, new byte[4096]);

        Assert.That(digest.PendingBytes, Is.LessThan(3 * 64 * 32 + 100));
    }

    private static byte[] Root(MemoryDigest digest)
    {
        byte[] root = new byte[MemoryDigest.LengthBytes];
        digest.WriteRoot(root);
        return root;
    }
}
