using System.Text;
using Xia.Kernel.Checksums;

namespace Xia.Kernel.Tests.Checksums;

public sealed class Crc32CTests
{
    /// <summary>The vectors of RFC 3720, appendix B.4, and the usual check value.</summary>
    private static readonly object[] Vectors =
    [
        new object[] { new byte[32], 0x8a9136aau },
        new object[] { Enumerable.Repeat((byte)0xff, 32).ToArray(), 0x62a8ab43u },
        new object[] { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46dd794eu },
        new object[] { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113fdb5cu },
        new object[] { Encoding.ASCII.GetBytes("123456789"), 0xe3069283u },
        new object[] { Array.Empty<byte>(), 0u },
    ];

    [TestCaseSource(nameof(Vectors))]
    public void Compute_PublishedVector_IsItsChecksum(byte[] bytes, uint expected)
    {
        Assert.That(Crc32C.Compute(bytes), Is.EqualTo(expected));
        Assert.That(Crc32C.AppendByTable(0, bytes), Is.EqualTo(expected));
    }

    [FsCheck.NUnit.Property]
    public bool Append_AnyPieces_EqualsTheTableOverTheWhole(byte[] left, byte[] right) =>
        Crc32C.Append(Crc32C.Compute(left), right) == Crc32C.AppendByTable(0, [.. left, .. right]);
}
