using Xia.Kernel.Randomness;
using Xia.Workload.Services;

namespace Xia.Workload.Tests.Services;

internal sealed class KeyValueFrameTests
{
    private const string Request = "01020300" + "00000005" + "0102030405060708" + "6B6579";
    private const string Answer = "01000001" + "00000005" + "0102030405060708";

    [Test]
    public void WriteRequest_Set_IsTheLiteralBytes()
    {
        byte[] bytes = new byte[19];
        int length = KeyValueFrame.WriteRequest(bytes, KeyValueOperation.Set, "key"u8, 5, 0x0102030405060708);
        Assert.That(length, Is.EqualTo(19));
        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(Request));
    }

    [Test]
    public void WriteAnswer_Get_IsTheLiteralBytes()
    {
        byte[] bytes = new byte[16];
        KeyValueFrame.WriteAnswer(bytes, KeyValueStatus.Done, KeyValueOperation.Get, 5, 0x0102030405060708);
        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(Answer));
    }

    [Test]
    public void TryReadHeader_Literal_GivesItsFields()
    {
        Assert.That(KeyValueFrame.TryReadHeader(Convert.FromHexString(Request), out KeyValueFrame request));
        Assert.That(KeyValueFrame.TryReadHeader(Convert.FromHexString(Answer), out KeyValueFrame answer));
        Assert.Multiple(() =>
        {
            Assert.That(request, Is.EqualTo(new KeyValueFrame(2, 3, 0, 5, 0x0102030405060708)));
            Assert.That(request.IsRequest && !request.IsAnswer);
            Assert.That(request.LengthBytes, Is.EqualTo(24));
            Assert.That(answer.IsAnswer && !answer.IsRequest);
        });
    }

    [Test]
    public void TryReadHeader_TruncatedOrHostile_NeverThrows()
    {
        byte[] whole = Convert.FromHexString(Request);
        for (int length = 0; length < KeyValueFrame.HeaderBytes; length++)
        {
            Assert.That(KeyValueFrame.TryReadHeader(whole.AsSpan(0, length), out _), Is.False);
        }

        RandomStream random = new RandomRoot(1).Stream("hostile");
        byte[] bytes = new byte[32];
        for (int trial = 0; trial < 20_000; trial++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.NextInt32(3);
            bool isFrame = KeyValueFrame.TryReadHeader(
                bytes.AsSpan(0, random.NextInt32(33)), out KeyValueFrame frame);
            Assert.That(!isFrame || frame.LengthBytes <= KeyValueFrame.MaximumBytes);
        }
    }
}
