using Xia.Kernel.Randomness;
using Xia.Workload.Content;

namespace Xia.Workload.Tests.Content;

internal sealed class DeflateSizeTests
{
    [Test]
    public void Of_ZeroPage_IsTheConstant() =>
        Assert.That(new DeflateSize().Of(new byte[4096]), Is.EqualTo(DeflateSize.OfZeroPage));

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    public void Of_PagesOfManyKinds_IsTheRealEncodersSize(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("pages");
        RealDeflate real = new();
        DeflateSize size = new();
        byte[] page = new byte[4096];
        for (int trial = 0; trial < 2000; trial++)
        {
            Draw(page, random);
            Assert.That(size.Of(page), Is.EqualTo(real.SizeOf(page)), $"seed {seed}, page {trial}");
        }
    }

    private static void Draw(byte[] page, RandomStream random)
    {
        Array.Clear(page);
        int bytes = 1 << random.NextInt32(13);
        int alphabet = 2 << random.NextInt32(8);
        switch (random.NextInt32(3))
        {
            case 0:
                for (int index = 0; index < bytes; index++)
                {
                    page[random.NextInt32(4096)] = (byte)random.NextInt32(alphabet);
                }

                break;
            case 1:
                int start = random.NextInt32(4096 - bytes + 1);
                foreach (ref byte one in page.AsSpan(start, bytes))
                {
                    one = (byte)random.NextInt32(alphabet);
                }

                break;
            default:
                int period = 1 + random.NextInt32(40);
                for (int index = 0; index < 4096; index++)
                {
                    page[index] = index < period || random.NextInt32(4096) < bytes / 8
                        ? (byte)random.NextInt32(alphabet)
                        : page[index - period];
                }

                break;
        }
    }
}
