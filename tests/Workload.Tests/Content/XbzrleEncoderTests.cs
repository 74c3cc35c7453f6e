namespace Xia.Workload.Tests.Content;

internal sealed class XbzrleEncoderTests
{
    [Test]
    public void Encode_OneByteFarIn_TakesFourBytes()
    {
        byte[] after = new byte[4096];
        after[300] = 7;
        Assert.That(XbzrleEncoder.Encode(new byte[4096], after),
            Is.EqualTo(new byte[] { 0xac, 0x02, 0x01, 0x07 }));
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public bool Decode_WhatWasEncoded_GivesThePage(byte[] before, byte[] after)
    {
        byte[] first = new byte[4096];
        before.AsSpan(0, Math.Min(before.Length, 4096)).CopyTo(first);
        byte[] second = first.ToArray();
        for (int index = 0; index < after.Length; index++)
        {
            second[(index * 37) % 4096] = after[index];
        }

        return XbzrleEncoder.Decode(first, XbzrleEncoder.Encode(first, second)).AsSpan().SequenceEqual(
            second);
    }
}
