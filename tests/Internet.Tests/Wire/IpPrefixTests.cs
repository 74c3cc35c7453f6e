using Xia.Internet.Wire;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Xia.Internet.Tests.Wire;

internal sealed class IpPrefixTests
{
    [TestCase("10.1.2.3/16", "10.1.0.0/16")]
    [TestCase("10.1.2.3/255.255.0.0", "10.1.0.0/16")]
    [TestCase("10.1.2.3", "10.1.2.3/32")]
    [TestCase("0.0.0.0/0", "0.0.0.0/0")]
    [TestCase("1.2.3.4/0.0.0.0", "0.0.0.0/0")]
    public void Parse_WellFormed_ClearsFurtherBits(string text, string printed) =>
        Assert.That(IpPrefix.Parse(text).ToString(), Is.EqualTo(printed));

    [TestCase(null)]
    [TestCase("10.1.2.3/33")]
    [TestCase("10.1.2.3/-1")]
    [TestCase("10.1.2.3/")]
    [TestCase("10.1.2.3/255.0.255.0")]
    [TestCase("10.1.2/16")]
    public void TryParse_Malformed_False(string? text) => Assert.That(
        IpPrefix.TryParse(text, out _), Is.False);

    [Property]
    public void Contains_AnyAddress_ComparesTheSharedBits(uint prefix, uint address, byte length)
    {
        int lengthBits = length % 33;
        var range = new IpPrefix(new IpAddress(prefix), lengthBits);
        bool expected = ((ulong)prefix >> (32 - lengthBits)) == ((ulong)address >> (32 - lengthBits));
        Assert.That(range.Contains(new IpAddress(address)), Is.EqualTo(expected));
        Assert.That(IpPrefix.Parse(range.ToString()), Is.EqualTo(range));
    }
}
