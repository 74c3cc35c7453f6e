using System.Buffers.Binary;
using Xia.Kernel.Checksums;
using Xia.Router.Elements.Rewriting.Flows;

namespace Xia.Router.Tests.Elements.Rewriting.Flows;

public sealed class ChecksumChangeTests
{
    /// <summary>
    /// The sum over the keys as bytes and some more must come out as if it were computed anew.
    /// </summary>
    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Apply_AnyChange_IsTheSameAsComputingAnew(
        (uint S, uint D, ushort P, ushort Q) before, (uint S, uint D, ushort P, ushort Q) after, uint more)
    {
        var old = new FlowKey(before.S, before.P, before.D, before.Q, 6);
        var renewed = new FlowKey(after.S, after.P, after.D, after.Q, 6);
        byte[] field = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(field, Compute(old, more));
        ushort change = ChecksumChange.Sum(
            ChecksumChange.OfAddresses(old, renewed), ChecksumChange.OfPorts(old, renewed));
        ChecksumChange.Apply(field, change);
        bool forth = BinaryPrimitives.ReadUInt16BigEndian(field) == Compute(renewed, more);
        ChecksumChange.Apply(field, (ushort)~change);
        return forth && BinaryPrimitives.ReadUInt16BigEndian(field) == Compute(old, more);
    }

    [TestCase((uint)0, (uint)0xffff)]
    [TestCase((uint)0xffff, (uint)0)]
    [TestCase((uint)0xffff0000, (uint)0xffff)]
    [TestCase((uint)1, (uint)0xffffffff)]
    public void Apply_WordsThatAreZeroInOnesComplement_IsTheSameAsComputingAnew(uint before, uint after)
    {
        byte[] field = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(field, Compute(new FlowKey(before, 0, 0, 0, 0), 1));
        ChecksumChange.Apply(field, ChecksumChange.OfWord(before, after));
        Assert.That(
            BinaryPrimitives.ReadUInt16BigEndian(field),
            Is.EqualTo(Compute(new FlowKey(after, 0, 0, 0, 0), 1)));
    }

    [Test]
    public void ApplyUdp_Zero_MeansNoChecksum_AndNeverComesOut()
    {
        byte[] field = [0, 0];
        ChecksumChange.ApplyUdp(field, 0x1234);
        Assert.That(field, Is.EqualTo(new byte[2]));
        field = [0x12, 0x34];
        ChecksumChange.ApplyUdp(field, 0x1234);
        Assert.That(field, Is.EqualTo(new byte[] { 0xff, 0xff }));
    }

    private static ushort Compute(in FlowKey key, uint more)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, key.Source);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), key.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), key.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), key.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), more | 1);
        return InternetChecksum.Compute(bytes);
    }
}
