using Xia.Kernel.Randomness;

namespace Xia.Kernel.Tests.Randomness;

public sealed class AdditiveRandomTests
{
    /// <summary>What the C library's random gives after srandom with these seeds.</summary>
    [TestCase(1u, new[] { 1804289383u, 846930886u, 1681692777u, 1714636915u, 1957747793u })]
    [TestCase(0u, new[] { 1804289383u, 846930886u, 1681692777u, 1714636915u, 1957747793u })]
    [TestCase(77u, new[] { 164215730u, 618066554u, 1684787909u })]
    [TestCase(2147483647u, new[] { 1065668062u, 2142264300u, 1066566375u })]
    [TestCase(2147483648u, new[] { 1336741213u, 1210407648u, 1447044896u })]
    [TestCase(4294967295u, new[] { 254925627u, 1205188300u, 366127624u })]
    public void NextUInt31_Seed_GivesTheLibrarysDraws(uint seed, uint[] expected)
    {
        var random = new AdditiveRandom(seed);
        Assert.That(expected.Select(_ => random.NextUInt31()), Is.EqualTo(expected));
    }
}
