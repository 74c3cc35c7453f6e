using System.Buffers.Binary;
using Xia.Kernel.Checksums;

namespace Xia.Kernel.Tests.Checksums;

public sealed class InternetChecksumTests
{
    [Test]
    public void Compute_ExampleOfRfc1071Section3_IsItsSum()
    {
        byte[] bytes = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
        Assert.That(InternetChecksum.Compute(bytes), Is.EqualTo(unchecked((ushort)~0xddf2)));
    }

    [Test]
    public void Compute_HeaderOfAnIpv4Packet_IsItsChecksum()
    {
        byte[] header = Convert.FromHexString("45000073000040004011" + "0000" + "c0a80001c0a800c7");
        Assert.That(InternetChecksum.Compute(header), Is.EqualTo(0xb861));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), 0xb861);
        Assert.That(InternetChecksum.IsValid(header), Is.True);
        header[3] ^= 0x10;
        Assert.That(InternetChecksum.IsValid(header), Is.False);
    }

    [Test]
    public void Compute_NothingOrZeroes_IsAllOnes()
    {
        Assert.That(InternetChecksum.Compute([]), Is.EqualTo(0xffff));
        Assert.That(InternetChecksum.Compute(new byte[40]), Is.EqualTo(0xffff));
    }

    [Test]
    public void Compute_AllOnes_IsZero() =>
        Assert.That(InternetChecksum.Compute(Enumerable.Repeat((byte)0xff, 1500).ToArray()), Is.Zero);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Compute_AnyBytes_EqualsTheSumWordByWord(byte[] bytes) =>
        InternetChecksum.Compute(bytes) == WordByWord(bytes);

    [Test]
    public void Compute_EveryTailAtEveryAlignment_EqualsTheSumWordByWord([Values] bool isAllOnes)
    {
        const int longest = 5 * sizeof(ulong);
        byte[] area = new byte[longest + sizeof(ulong)];
        for (int i = 0; i < area.Length; i++)
        {
            area[i] = isAllOnes ? byte.MaxValue : (byte)((i * 151) + 77);
        }

        for (int offset = 0; offset < sizeof(ulong); offset++)
        {
            for (int length = 0; length <= longest; length++)
            {
                ReadOnlySpan<byte> bytes = area.AsSpan(offset, length);
                ushort expected = WordByWord(bytes.ToArray());
                Assert.That(InternetChecksum.Compute(bytes), Is.EqualTo(expected), $"{offset} + {length}");
                int half = length / 4 * 2;
                uint sum = InternetChecksum.Add(InternetChecksum.Add(0, bytes[..half]), bytes[half..]);
                Assert.That(InternetChecksum.Finish(sum), Is.EqualTo(expected), $"{offset} + {length} in pieces");
            }
        }
    }

    [Test]
    public void Compute_LongestPackets_CarryRight([Values(1499, 1500, 9000, 65533, 65535)] int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(byte.MaxValue);
        Assert.That(InternetChecksum.Compute(bytes), Is.EqualTo(WordByWord(bytes)));
        bytes.AsSpan(length / 2).Fill(0x80);
        Assert.That(InternetChecksum.Compute(bytes), Is.EqualTo(WordByWord(bytes)));
    }

    [FsCheck.NUnit.Property]
    public bool Add_EvenPieces_EqualsTheWhole(byte[] left, byte[] right)
    {
        byte[] even = left[..(left.Length & ~1)];
        uint sum = InternetChecksum.Add(InternetChecksum.Add(0, even), right);
        return InternetChecksum.Finish(sum) == InternetChecksum.Compute([.. even, .. right]);
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Update_AnyWordReplaced_EqualsTheRecomputed(FsCheck.NonEmptyArray<ushort> words, byte index, ushort after)
    {
        byte[] bytes = new byte[2 * words.Get.Length];
        for (int i = 0; i < words.Get.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), words.Get[i]);
        }

        ushort before = InternetChecksum.Compute(bytes);
        int at = index % words.Get.Length;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * at), after);
        ushort updated = InternetChecksum.Update(before, words.Get[at], after);

        // Only an all-zero message may be written with either form of zero (RFC 1624, section 3).
        return updated == InternetChecksum.Compute(bytes) || !bytes.AsSpan().ContainsAnyExcept((byte)0);
    }

    [Test]
    public void Update_ExampleOfRfc1624Section4_IsZero() =>
        Assert.That(InternetChecksum.Update(0xdd2f, (ushort)0x5555, 0x3285), Is.Zero);

    [Test]
    public void Update_LongWord_EqualsTwoShortOnes()
    {
        ushort both = InternetChecksum.Update(
            InternetChecksum.Update(0x1234, (ushort)0x0a00, 0xc0a8), (ushort)0x0001, 0x0102);
        Assert.That(InternetChecksum.Update(0x1234, 0x0a000001u, 0xc0a80102u), Is.EqualTo(both));
    }

    private static ushort WordByWord(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(bytes[i] << (i % 2 == 0 ? 8 : 0));
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
