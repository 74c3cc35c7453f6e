using Xia.Kernel.Randomness;
using Xia.Overlay.Addresses;
using Xia.Overlay.Forwarding;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.XiaElements;

/// <summary>The graph that forwards XIP step by step, and packets and routes for it.</summary>
internal static class XiaSteps
{
    public const int KnownCount = 12;

    // The same steps as in the benchmark's graph; local hops lead back to the first path.
    private const string Steps = """
        hops :: XIADecHLIM -> sw :: XIAPaintSwitch; hops[1] -> late :: TestSink;
        first :: XIASelectPath(first); next :: XIASelectPath(next); dest :: XIACheckDest;
        c :: XIAXIDTypeClassifier(next AD, next HID, -);
        rt :: XIAXIDRouteTable; other :: XIAXIDRouteTable;
        first[0] -> c; next[0] -> c; first[1] -> none :: TestSink; next[1] -> none;
        in :: TestSource -> START
        c[0] -> rt; c[1] -> other; c[2] -> next;
        rt[0] -> FOUND; other[0] -> FOUND;
        rt[1] -> XIANextHop -> dest; other[1] -> XIANextHop -> dest;
        rt[2] -> next; other[2] -> next;
        dest[0] -> here :: TestSink; dest[1] -> first;
        sw[0] -> port0 :: TestSink; sw[1] -> port1 :: TestSink; sw[2] -> port2 :: TestSink;
        """;

    public static readonly Xid[] Known =
    [
        .. Enumerable.Range(0, KnownCount).Select(
            number => XidSequence.At(number % 2 == 0 ? XidType.Ad : XidType.Hid, (uint)number)),
        XidSequence.At(XidType.Sid, 99),
    ];

    public static string Plain => Steps
        .Replace("START", "first;", StringComparison.Ordinal).Replace("FOUND", "hops", StringComparison.Ordinal);

    public static string Fast => Steps
        .Replace("START", "fast :: XIAFastPath(rt, other, CAPACITY 8) -> hops; fast[1] -> first;", StringComparison.Ordinal)
        .Replace("FOUND", "[1] fast", StringComparison.Ordinal);

    public static void Change(Bench bench, XidRoutes routes, RandomStream random)
    {
        Xid key = Known[random.NextInt32(KnownCount)];
        string table = key.Type == XidType.Ad ? "rt" : "other";
        if (random.NextInt32(4) == 0)
        {
            if (routes.Remove(key))
            {
                bench.Router.WriteHandler($"{table}.remove", key.ToString());
            }

            return;
        }

        int port = random.NextInt32(2) == 0 ? RoutePort.Local : random.NextInt32(3);
        Xid nextHop = port >= 0 && random.NextInt32(2) == 0 ? Known[random.NextInt32(KnownCount)] : default;
        routes.TrySet(key, new Route(port, nextHop));
        bench.Router.WriteHandler($"{table}.set", $"{key} {port} {(nextHop.IsNone ? "" : nextHop.ToString())}");
    }

    public static byte[] RandomPacket(RandomStream random)
    {
        int count = 1 + random.NextInt32(4);
        DagRow[] rows = new DagRow[count];
        for (int row = 0; row < count; row++)
        {
            int from = row == count - 1 ? -1 : row;
            List<int> targets = [];
            for (int target = from + 1; target < count && targets.Count < 4; target++)
            {
                if (target == from + 1 || random.NextInt32(2) == 0)
                {
                    targets.Insert(random.NextInt32(targets.Count + 1), target);
                }
            }

            rows[row] = new DagRow(Known[random.NextInt32(Known.Length)], DagEdges.To([.. targets]));
        }

        return PacketTo(DagAddress.Create(rows), (byte)random.NextInt32(4));
    }

    public static byte[] PacketTo(DagAddress destination, byte hopLimit = 9)
    {
        byte[] packet = new byte[XipWriter.LengthBytes(destination, null) + 3];
        XipWriter.Write(packet, destination, null, 3, hopLimit);
        return packet;
    }
}
