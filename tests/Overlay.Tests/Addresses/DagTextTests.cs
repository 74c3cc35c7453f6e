using System.Text;
using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;

namespace Xia.Overlay.Tests.Addresses;

public sealed class DagTextTests
{
    private const string A = "a000000000000000000000000000000000000001";
    private const string H = "b000000000000000000000000000000000000002";
    private const string S = "c000000000000000000000000000000000000003";

    [TestCase($"RE AD:{A} HID:{H} SID:{S}", $"ad-{A}-1:hid-{H}-2:sid-{S}-0")]
    [TestCase($"RE ( AD:{A} HID:{H} ) SID:{S}", $"ad-{A}-21:hid-{H}-2:sid-{S}-20")]
    [TestCase($"RE HID:{H}", $"hid-{H}-0")]
    [TestCase($"RE ( AD:{A} ) HID:{H} SID:{S}", $"ad-{A}-1:hid-{H}-2:sid-{S}-10")]
    [TestCase($"DAG 1 0 2 - AD:{A} 2 - HID:{H} 2 - SID:{S}", $"ad-{A}-2:hid-{H}-2:sid-{S}-102")]
    public void Parse_KnownAddress_IsTheSameInBothDialects(string core, string linux)
    {
        DagAddress address = DagAddress.Parse(core);

        Assert.That(address.ToString(), Is.EqualTo(core));
        Assert.That(address.ToLinuxString(), Is.EqualTo(linux));
        Assert.That(DagAddress.Parse(linux), Is.EqualTo(address));
    }

    [TestCase($"DAG 2 0 - \n AD:{A} 2 1 - \n HID:{H} 2 - \n SID:{S}")]
    [TestCase($"ad-{A}-21:\nhid-{H}-2:\nsid-{S}-20")]
    [TestCase($"AD-{A}-21**:hid-{H}-2***:SID-{S}-20")]
    [TestCase($"RE (AD:{A} HID:{H}) SID:{S}")]
    public void Parse_OtherSpelling_IsTheFallbackAddress(string text) =>
        Assert.That(DagAddress.Parse(text).ToString(), Is.EqualTo($"RE ( AD:{A} HID:{H} ) SID:{S}"));

    [TestCase("", DagFault.None)]
    [TestCase("RE", DagFault.None)]
    [TestCase($"RE ( AD:{A} )", DagFault.None)]
    [TestCase($"RE ( AD:{A}", DagFault.None)]
    [TestCase($"RE AD:{A} (", DagFault.None)]
    [TestCase($"RE AD:{A} garbage", DagFault.None)]
    [TestCase($"DAG AD:{A}", DagFault.None)]
    [TestCase($"DAG - AD:{A}", DagFault.NoEntryEdge)]
    [TestCase($"DAG 0 9 - AD:{A}", DagFault.EdgeOutOfRange)]
    [TestCase($"DAG 0 1 - AD:{A}", DagFault.EdgeOutOfRange)]
    [TestCase($"ad-{A}", DagFault.NoEntryEdge)]
    [TestCase($"!ad-{A}-0", DagFault.None)]
    [TestCase($"ad-{A}-1:hid-{H}->0", DagFault.ChosenEdge)]
    [TestCase($"ad-{A}-1:hid-{H}-*0", DagFault.EdgeAfterEmptyEdge)]
    [TestCase($"ad-{A}-1:hid-{H}-0x", DagFault.EdgeOutOfRange)]
    [TestCase($"ad-{A}-1:hid-{H}-0:", DagFault.None)]
    [TestCase($"ad-{A}-1:hid-{H}-0 x", DagFault.None)]
    [TestCase($"ad-{A}-:hid-{H}-0", DagFault.None)]
    public void TryParse_Wrong_SaysWhere(string text, DagFault expected)
    {
        Assert.That(DagAddress.TryParse(text, out _, out DagTextFault fault), Is.False);
        Assert.That(fault.Graph, Is.EqualTo(expected), fault.ToString());
        Assert.That(fault.ToString(), Is.Not.Empty);
    }

    [Test]
    public void TryParse_TenNodes_IsTooMany()
    {
        string re = "RE" + string.Concat(Enumerable.Repeat($" HID:{H}", 10));
        string linux = string.Join(':', Enumerable.Range(1, 10).Select(i => $"hid-{H}-{i}"));

        Assert.That(DagAddress.TryParse(re, out _, out DagTextFault inRe), Is.False);
        Assert.That(DagAddress.TryParse(linux, out _, out DagTextFault inLinux), Is.False);
        Assert.That((inRe.Graph, inLinux.Graph), Is.EqualTo((DagFault.TooManyNodes, DagFault.TooManyNodes)));
    }

    [Test]
    public void Parse_NineNodes_IsNotTooMany()
    {
        string re = "RE" + string.Concat(Enumerable.Repeat($" HID:{H}", 9));

        Assert.That(DagAddress.Parse(DagAddress.Parse(re).ToLinuxString()).NodeCount, Is.EqualTo(9));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Parse_Printed_RoundTripsInBothDialects(ulong seed)
    {
        DagAddress address = AnyDag.Draw(seed);
        return DagAddress.Parse(address.ToString()).Equals(address)
            && DagAddress.Parse(address.ToLinuxString()).Equals(address);
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool Parse_ReOfRandomGroups_PrintsAsRe(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("re");
        StringBuilder text = new("RE");
        int left = DagAddress.MaximumNodes;
        do
        {
            int fallback = Math.Min(random.NextInt32(4), left - 1);
            string nodes = string.Concat(Enumerable.Range(0, fallback).Select(_ => $" {AnyDag.DrawNode(random)}"));
            text.Append(fallback > 0 ? $" ({nodes} )" : "").Append($" {AnyDag.DrawNode(random)}");
            left -= fallback + 1;
        }
        while (left > 0 && random.NextInt32(3) > 0);

        return DagAddress.Parse(text.ToString()).ToString() == text.ToString();
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool TryParse_RandomBending_NeverThrows(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("bend");
        string text = random.NextInt32(2) == 0 ? AnyDag.Draw(seed).ToString() : AnyDag.Draw(seed).ToLinuxString();
        char[] bent = text.ToCharArray();
        for (int i = 0; i < 3; i++)
        {
            bent[random.NextInt32(bent.Length)] = "0123af-:*>!() DAGRE\0z"[random.NextInt32(21)];
        }

        bool isRead = DagAddress.TryParse(bent, out DagAddress? address, out _);
        return !isRead || DagAddress.Parse(address!.ToString()).Equals(address);
    }
}
