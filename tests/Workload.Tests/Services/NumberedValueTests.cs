using Xia.Workload.Services;

namespace Xia.Workload.Tests.Services;

internal sealed class NumberedValueTests
{
    [Test]
    public void TryVerify_AnyByteChanged_IsFalse([Values(8, 15, 64)] int length)
    {
        byte[] value = new byte[length];
        NumberedValue.Write(value, 17, 3);
        Assert.That(NumberedValue.TryVerify(value, 17, out ulong stamp));
        Assert.That(stamp, Is.EqualTo(3));
        Assert.That(length == 8 || !NumberedValue.TryVerify(value, 18, out _));
        for (int at = 8; at < length; at++)
        {
            value[at] ^= 0x40;
            Assert.That(NumberedValue.TryVerify(value, 17, out _), Is.False, $"byte {at}");
            value[at] ^= 0x40;
        }
    }
}
