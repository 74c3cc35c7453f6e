using System.Security.Cryptography;
using Xia.Kernel.Randomness;

namespace Xia.Kernel.Tests.Randomness;

public sealed class RandomRootTests
{
    [Test]
    public void Stream_DocumentedDerivation_IsTheStateUsed()
    {
        byte[] input = [.. "xia.random/1"u8, 0, 0x39, 0x30, 0, 0, 0, 0, 0, 0, .. "link/core1-core2/löss"u8];
        RandomStream expected = new(SHA256.HashData(input));
        RandomStream actual = new RandomRoot(12345).Stream("link/core1-core2/löss");
        for (int i = 0; i < 10; i++)
        {
            Assert.That(actual.NextUInt64(), Is.EqualTo(expected.NextUInt64()));
        }
    }

    /// <summary>The draws that results of every version rest on; they never change.</summary>
    [Test]
    public void Stream_SeedOne_GivesTheSameDrawsForEver()
    {
        RandomStream stream = new RandomRoot(1).Stream("link/core1-core2/loss");
        Assert.That(
            new[] { stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64() },
            Is.EqualTo(new ulong[] { 18010732742455224078, 1598176017315355719, 4267883579960777174 }));
    }

    [Test]
    public void Stream_OtherNameOrSeed_GivesOtherDraws()
    {
        ulong[] firsts =
        [
            new RandomRoot(1).Stream("a").NextUInt64(), new RandomRoot(1).Stream("b").NextUInt64(),
            new RandomRoot(2).Stream("a").NextUInt64(), new RandomRoot(ulong.MaxValue).Stream("a").NextUInt64(),
        ];
        Assert.That(firsts, Is.Unique);
        Assert.That(new RandomRoot(1).Stream("a").NextUInt64(), Is.EqualTo(firsts[0]));
    }

    [Test]
    public void Stream_NoName_Throws() =>
        Assert.That(() => new RandomRoot(1).Stream(string.Empty), Throws.ArgumentException);
}
