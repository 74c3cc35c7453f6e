using System.Text;
using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Tests.Addresses;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Tests.Wire;

public sealed class XipHeaderTests
{
    private const string AdHex = "1111111111111111111111111111111111111111";
    private const string HidHex = "2222222222222222222222222222222222222222";
    private const string SidHex = "3333333333333333333333333333333333333333";

    /// <summary>A packet that stock tshark decodes without any expert remark.</summary>
    private static readonly byte[] Known =
    [
        .. Convert.FromHexString("010000058003027e"),
        .. Convert.FromHexString("00000010" + AdHex + "02017f7f"),
        .. Convert.FromHexString("00000011" + HidHex + "027f7f7f"),
        .. Convert.FromHexString("00000013" + SidHex + "02007f7f"),
        .. Convert.FromHexString("00000010" + AdHex + "017f7f7f"),
        .. Convert.FromHexString("00000011" + HidHex + "007f7f7f"),
        .. "hello"u8,
    ];

    [Test]
    public void TryParse_KnownFrame_ReadsEveryField()
    {
        Assert.That(Known, Has.Length.EqualTo(153));
        Assert.That(XipHeader.TryParse(Known, out XipHeader header), Is.EqualTo(XipFault.None));
        Assert.That(header.HopLimit, Is.EqualTo(128));
        Assert.That(header.LastNode, Is.EqualTo(XipLayout.EntryNode));
        Assert.That(header.LengthBytes, Is.EqualTo(148));
        Assert.That(Encoding.ASCII.GetString(header.Payload), Is.EqualTo("hello"));
        Assert.That(header.Destination().ToLinuxString(), Is.EqualTo($"ad-{AdHex}-21:hid-{HidHex}-2:sid-{SidHex}-20"));
        Assert.That(header.Source()!.ToString(), Is.EqualTo($"RE AD:{AdHex} HID:{HidHex}"));
        Assert.That(header.DestinationIntent, Is.EqualTo(Xid.Parse("SID:" + SidHex)));
        Assert.That(header.SourceIntent, Is.EqualTo(Xid.Parse("HID:" + HidHex)));
        Assert.That(header.IsFrom(DagAddress.Parse($"RE AD:{AdHex} HID:{HidHex}")), Is.True);
    }

    [Test]
    public void Write_KnownFrame_GivesItsBytes()
    {
        byte[] packet = new byte[Known.Length];
        DagAddress destination = DagAddress.Parse($"RE ( AD:{AdHex} HID:{HidHex} ) SID:{SidHex}");
        DagAddress source = DagAddress.Parse($"RE AD:{AdHex} HID:{HidHex}");

        int length = XipWriter.Write(packet, destination, source, 5, hopLimit: 128);
        "hello"u8.CopyTo(packet.AsSpan(length));

        Assert.That(packet, Is.EqualTo(Known));
    }

    [Test]
    public void TryParse_EveryTruncatedPrefix_IsRefused()
    {
        for (int length = 0; length < Known.Length; length++)
        {
            Assert.That(
                XipHeader.TryParse(Known.AsSpan(0, length), out _), Is.Not.EqualTo(XipFault.None), $"{length} bytes");
        }
    }

    [TestCase(0, 2, XipFault.Version)]
    [TestCase(1, 59, XipFault.NextHeader)]
    [TestCase(3, 6, XipFault.PayloadLength)]
    [TestCase(5, 0, XipFault.RowCount)]
    [TestCase(5, 10, XipFault.RowCount)]
    [TestCase(6, 10, XipFault.RowCount)]
    [TestCase(6, 9, XipFault.RowsCutShort)]
    [TestCase(7, 3, XipFault.LastNode)]
    [TestCase(7, 0xFF, XipFault.LastNode)]
    [TestCase(8 + 24, 3, XipFault.Destination)]
    [TestCase(8 + 28 + 24, 1, XipFault.Destination)]
    [TestCase(8 + (3 * 28) + 24, 0x81, XipFault.Source)]
    public void TryParse_OneByteBent_SaysWhy(int offset, byte value, XipFault expected)
    {
        byte[] packet = [.. Known];
        packet[offset] = value;

        Assert.That(XipHeader.TryParse(packet, out _), Is.EqualTo(expected));
    }

    [Test]
    public void Destination_WithMarks_IsWhatTheSenderWrote()
    {
        byte[] packet = [.. Known];
        packet[7] = 0;
        packet[8 + (2 * 28) + 25] |= DagEdges.ChosenMark;

        Assert.That(XipHeader.TryParse(packet, out XipHeader header), Is.EqualTo(XipFault.None));
        Assert.That(header.DestinationRow(2).Edges.HasChosen, Is.True);
        XipHeader.TryParse(Known, out XipHeader clean);
        Assert.That(header.Destination(), Is.EqualTo(clean.Destination()));
    }

    [Test]
    public void Source_None_IsAllowed()
    {
        DagAddress destination = DagAddress.Path(Xid.Parse("HID:" + HidHex));
        byte[] packet = new byte[XipWriter.LengthBytes(destination, null)];
        XipWriter.Write(packet, destination, null, 0);

        Assert.That(packet, Has.Length.EqualTo(36));
        Assert.That(XipHeader.TryParse(packet, out XipHeader header), Is.EqualTo(XipFault.None));
        Assert.That(header.HasSource, Is.False);
        Assert.That(header.Source(), Is.Null);
        Assert.That(header.SourceIntent.IsNone, Is.True);
    }

    [Test]
    public void TryRedirect_VisitedPacket_StartsAnewTowardsTheOtherDomain()
    {
        byte[] packet = [.. Known];
        packet[7] = 1;
        packet[8 + (2 * 28) + 25] |= DagEdges.ChosenMark;
        packet[8 + 25] |= DagEdges.ChosenMark;
        Xid other = Xid.Derive(XidType.Ad, [5]);

        Assert.That(XipWriter.TryRedirect(packet, other), Is.True);
        Assert.That(XipHeader.TryParse(packet, out XipHeader header), Is.EqualTo(XipFault.None));
        XipHeader.TryParse(Known, out XipHeader before);
        Assert.That(header.LastNode, Is.EqualTo(XipLayout.EntryNode));
        Assert.That(header.Destination(), Is.EqualTo(before.Destination().ReplaceAd(other)));
        Assert.That(header.DestinationRow(2).Edges.HasChosen, Is.False);
        Assert.That(header.Source(), Is.EqualTo(before.Source()));
    }

    [Test]
    public void TryRedirect_NoDomain_ChangesNothing()
    {
        byte[] packet = new byte[36];
        XipWriter.Write(packet, DagAddress.Path(Xid.Parse("HID:" + HidHex)), null, 0);
        byte[] before = [.. packet];

        Assert.That(XipWriter.TryRedirect(packet, Xid.Derive(XidType.Ad, [5])), Is.False);
        Assert.That(packet, Is.EqualTo(before));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool TryParse_Written_RoundTrips(ulong seed, byte payload)
    {
        DagAddress destination = AnyDag.Draw(seed);
        DagAddress source = AnyDag.Draw(seed + 1);
        byte[] packet = new byte[XipWriter.LengthBytes(destination, source) + payload];
        int length = XipWriter.Write(packet, destination, source, payload);
        return XipHeader.TryParse(packet, out XipHeader header) == XipFault.None && header.LengthBytes == length
            && header.Destination().Equals(destination) && source.Equals(header.Source())
            && header.PayloadLengthBytes == payload;
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool TryParse_BentPackets_NeverThrow(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("bend");
        byte[] packet = [.. Known];
        for (int i = random.NextInt32(4); i >= 0; i--)
        {
            packet[random.NextInt32(packet.Length)] = (byte)random.NextInt32(256);
        }

        if (XipHeader.TryParse(packet.AsSpan(0, random.NextInt32(packet.Length + 1)), out XipHeader header)
            == XipFault.None)
        {
            _ = header.Destination();
            _ = header.Source();
        }

        return true;
    }
}
