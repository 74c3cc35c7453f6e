using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Addresses;

public sealed class DagAddressTests
{
    private static readonly Xid Ad = Xid.Derive(XidType.Ad, [1]);
    private static readonly Xid Hid = Xid.Derive(XidType.Hid, [2]);
    private static readonly Xid Sid = Xid.Derive(XidType.Sid, [3]);

    [Test]
    public void WithFallback_AdAndHid_HasTheEdgesOfTheTextbook()
    {
        DagAddress address = DagAddress.WithFallback(Sid, Ad, Hid);

        Assert.That(address.NodeCount, Is.EqualTo(3));
        Assert.That(address.Intent, Is.EqualTo(Sid));
        Assert.That(address.EntryEdges, Is.EqualTo(DagEdges.To(2, 0)));
        Assert.That(address.EdgesOf(0), Is.EqualTo(DagEdges.To(2, 1)));
        Assert.That(address.EdgesOf(1), Is.EqualTo(DagEdges.To(2)));
        Assert.That(address.EdgesOf(2), Is.EqualTo(DagEdges.None));
    }

    [Test]
    public void Path_ThreeNodes_LeadsFromOneToTheNext()
    {
        DagAddress address = DagAddress.Path(Ad, Hid, Sid);

        Assert.That(address.EntryEdges, Is.EqualTo(DagEdges.To(0)));
        Assert.That(address.EdgesOf(0), Is.EqualTo(DagEdges.To(1)));
        Assert.That(address.EdgesOf(1), Is.EqualTo(DagEdges.To(2)));
    }

    [Test]
    public void ReplaceAd_EveryAd_LeavesTheRest()
    {
        Xid other = Xid.Derive(XidType.Ad, [9]);
        DagAddress moved = DagAddress.WithFallback(Sid, Ad, Hid).ReplaceAd(other);

        Assert.That(moved, Is.EqualTo(DagAddress.WithFallback(Sid, other, Hid)));
        Assert.That(moved.TryFind(XidType.Hid, out Xid found), Is.True);
        Assert.That(found, Is.EqualTo(Hid));
        Assert.That(moved.WithIntent(Hid).Intent, Is.EqualTo(Hid));
    }

    // Edge bytes of the three rows; the last row's are the entry's.
    [TestCase("017f7f7f", "027f7f7f", "007f7f7f", DagFault.None)]
    [TestCase("817f7f7f", "027f7f7f", "007f7f7f", DagFault.ChosenEdge)]
    [TestCase("01ff7f7f", "027f7f7f", "007f7f7f", DagFault.ChosenEdge)]
    [TestCase("017f027f", "027f7f7f", "007f7f7f", DagFault.EdgeAfterEmptyEdge)]
    [TestCase("03017f7f", "027f7f7f", "007f7f7f", DagFault.EdgeOutOfRange)]
    [TestCase("017f7f7f", "017f7f7f", "007f7f7f", DagFault.NotTopological)]
    [TestCase("017f7f7f", "00027f7f", "007f7f7f", DagFault.NotTopological)]
    [TestCase("027f7f7f", "027f7f7f", "007f7f7f", DagFault.Unreachable)]
    [TestCase("017f7f7f", "027f7f7f", "7f7f7f7f", DagFault.NoEntryEdge)]
    public void TryRead_EdgeBytes_FindsTheFault(string first, string second, string last, DagFault expected)
    {
        byte[] rows = new byte[3 * DagRow.LengthBytes];
        int row = 0;
        foreach ((Xid node, string edges) in ((Xid, string)[])[(Ad, first), (Hid, second), (Sid, last)])
        {
            node.Write(rows.AsSpan(row * DagRow.LengthBytes));
            Convert.FromHexString(edges).CopyTo(rows.AsSpan((row++ * DagRow.LengthBytes) + DagRow.EdgesOffset));
        }

        Assert.That(DagAddress.TryRead(rows, out _, out DagFault fault), Is.EqualTo(expected == DagFault.None));
        Assert.That(fault, Is.EqualTo(expected));
    }

    [Test]
    public void TryCreate_AbsentRowBeforeARealOne_IsRefused()
    {
        DagRow[] rows = [new(default, DagEdges.To(1)), new(Sid, DagEdges.To(0))];

        Assert.That(DagAddress.TryCreate(rows, out _, out DagFault fault), Is.False);
        Assert.That(fault, Is.EqualTo(DagFault.AbsentRow));
    }

    [Test]
    public void TryRead_NoWholeRowsOrTooMany_IsRefused()
    {
        Assert.That(DagAddress.TryRead([], out _, out DagFault none), Is.False);
        Assert.That(DagAddress.TryRead(new byte[27], out _, out DagFault cut), Is.False);
        Assert.That(DagAddress.TryRead(new byte[10 * DagRow.LengthBytes], out _, out DagFault many), Is.False);
        Assert.That((none, cut, many), Is.EqualTo((DagFault.NoRows, DagFault.NoRows, DagFault.TooManyNodes)));
    }

    [Test]
    public void Path_TenNodes_IsAWrongCall() => Assert.That(
        () => DagAddress.Path([.. Enumerable.Repeat(Hid, 10)]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool TryRead_Written_RoundTrips(ulong seed)
    {
        DagAddress address = AnyDag.Draw(seed);
        byte[] wire = new byte[address.LengthBytes];
        address.Write(wire);
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        address.Write(ref writer);
        MessagePackReader reader = new(output.WrittenSpan);
        return DagAddress.TryRead(wire, out DagAddress? read, out _) && read.Equals(address)
            && DagAddress.Read(ref reader).Equals(address);
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool TryCreate_RandomRows_AgreesWithAPlainSearch(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("rows");
        DagRow[] rows = AnyDag.DrawRows(random);
        int bent = random.NextInt32(rows.Length);
        byte[] edges = [(byte)random.NextInt32(12), DagEdges.Empty, DagEdges.Empty, DagEdges.Empty];
        rows[bent] = rows[bent] with { Edges = DagEdges.Read(edges) };

        return DagAddress.TryCreate(rows, out _, out _) == IsConnectedAndForward(rows);
    }

    private static bool IsConnectedAndForward(DagRow[] rows)
    {
        HashSet<int> reached = [];
        Queue<int> open = new([rows.Length - 1]);
        bool isForward = true;
        while (open.TryDequeue(out int row))
        {
            for (int priority = 0; priority < rows[row].Edges.Count; priority++)
            {
                int target = rows[row].Edges[priority];
                isForward &= target < rows.Length && (row == rows.Length - 1 || target > row);
                if (target < rows.Length && reached.Add(target) && target != rows.Length - 1)
                {
                    open.Enqueue(target);
                }
            }
        }

        return isForward && reached.Count == rows.Length;
    }
}
