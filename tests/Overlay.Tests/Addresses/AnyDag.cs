using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Tests.Addresses;

/// <summary>Draws sound addresses of every shape, also such as no RE form can say.</summary>
internal static class AnyDag
{
    public static DagAddress Draw(ulong seed)
    {
        RandomStream random = new RandomRoot(seed).Stream("dag");
        while (true)
        {
            if (DagAddress.TryCreate(DrawRows(random), out DagAddress? address, out _))
            {
                return address;
            }
        }
    }

    public static DagRow[] DrawRows(RandomStream random)
    {
        int count = 1 + random.NextInt32(DagAddress.MaximumNodes);
        DagRow[] rows = new DagRow[count];
        for (int row = 0; row < count; row++)
        {
            int lowest = row == count - 1 ? 0 : row + 1;
            int[] targets = [.. Enumerable.Range(lowest, count - lowest)];
            random.Shuffle<int>(targets);
            int edges = Math.Min(targets.Length, 1 + random.NextInt32(DagEdges.MaximumCount));
            // Most nodes lead to the next one, so that enough draws are connected.
            if (!targets.AsSpan(0, edges).Contains(lowest) && random.NextInt32(4) > 0)
            {
                targets[random.NextInt32(edges)] = lowest;
            }

            rows[row] = new DagRow(DrawNode(random), DagEdges.To(targets.AsSpan(0, edges)));
        }

        return rows;
    }

    public static Xid DrawNode(RandomStream random)
    {
        Span<byte> id = stackalloc byte[Xid.IdLengthBytes];
        random.NextBytes(id);
        return new Xid((XidType)(0x10 + random.NextInt32(0x12)), id);
    }
}
