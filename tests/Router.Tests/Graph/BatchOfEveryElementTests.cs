using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Building;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Graph;

/// <summary>
/// Every element that packets are pushed through does the same with a batch as with its packets one by one:
/// the same packets leave in the same order over all outputs, and texts stand between the same packets.
/// </summary>
internal sealed class BatchOfEveryElementTests
{
    private const int MaximumOutputs = 4;
    private const int LeastClasses = 140;

    /// <summary>What an element is told that wants to be told something.</summary>
    private static readonly Dictionary<string, string> Arguments = new(StringComparer.Ordinal)
    {
        ["AggregateCounter"] = "COUNT_CALL 3 e.banner x",
        ["AggregateIP"] = "ip src",
        ["Align"] = "4, 0",
        ["ARPQuerier"] = "10.0.0.1, 2:0:0:0:0:1",
        ["ARPResponder"] = "0.0.0.0/0 2:0:0:0:0:1",
        ["BandwidthMeter"] = "1kBps",
        ["BandwidthRatedSplitter"] = "1kBps",
        ["CheckIPHeader"] = "VERBOSE true",
        ["CheckLength"] = "30",
        ["CheckPaint"] = "1",
        ["Classifier"] = "9/11, 9/06, -",
        ["CompareBlock"] = "1, 2, 3",
        ["Counter"] = "COUNT_CALL 3 e.reset",
        ["DirectIPLookup"] = "10.0.0.0/30 0, 0/0 1",
        ["DynamicUDPIPEncap"] = "1.0.0.1, 2, 3.0.0.1, 4, 2",
        ["EtherEncap"] = "0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2",
        ["EtherRewrite"] = "1:1:1:1:1:1, 2:2:2:2:2:2",
        ["EtherVLANEncap"] = "0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2, 3",
        ["FixIPSrc"] = "10.0.0.9",
        ["GetEtherAddress"] = "32, src",
        ["GetIPAddress"] = "16",
        ["HashSwitch"] = "12, 4",
        ["HostEtherFilter"] = "2:0:0:0:0:1",
        ["ICMPError"] = "10.0.0.9, timeexceeded",
        ["ICMPIPEncap"] = "1.0.0.1, 2.0.0.1, echo",
        ["ICMPPingEncap"] = "1.0.0.1, 2.0.0.1",
        ["ICMPPingRewriter"] = "pattern 1.0.0.1 - 0 0",
        ["IPAddrPairRewriter"] = "pattern 1.0.0.1 - 0 0",
        ["IPAddrRewriter"] = "pattern 1.0.0.1 - 0 0",
        ["IPClassifier"] = "udp, tcp, -",
        ["IPEncap"] = "udp, 1.0.0.1, 2.0.0.1",
        ["IPFilter"] = "allow src 10.0.0.1, 1 all",
        ["IPFragmenter"] = "28",
        ["IPGWOptions"] = "10.0.0.1",
        ["IPInputCombo"] = "1",
        ["IPOutputCombo"] = "1, 10.0.0.1, 36",
        ["IPRewriter"] = "pattern 1.0.0.1 80 - - 0 0",
        ["IPRateMonitor"] = "PACKETS, 0.5, 5",
        ["LinearIPLookup"] = "10.0.0.0/30 0, 0/0 1",
        ["LookupIPRoute"] = "10.0.0.0/30 0, 0/0 1",
        ["Meter"] = "1",
        ["Pad"] = "100",
        ["Paint"] = "1",
        ["PaintTee"] = "1",
        ["RadixIPLookup"] = "10.0.0.0/30 0, 0/0 1",
        ["RandomBitErrors"] = "0.01",
        ["RandomSample"] = "0.5",
        ["RatedSplitter"] = "1",
        ["SetAnnoByte"] = "20, 1",
        ["SetEtherAddress"] = "20, 2:0:0:0:0:1",
        ["SetIPAddress"] = "10.0.0.1",
        ["SetIPDSCP"] = "1",
        ["SetIPECN"] = "3",
        ["SetPacketType"] = "HOST",
        ["SetRandIPAddress"] = "10.0.0.0/8",
        ["StaticIPLookup"] = "10.0.0.0/30 0, 0/0 1",
        ["StaticSwitch"] = "1",
        ["StoreData"] = "0, 7",
        ["StoreEtherAddress"] = "2:0:0:0:0:1, src",
        ["StoreIPAddress"] = "10.0.0.1, 12",
        ["StoreTimestamp"] = "0",
        ["StrideSwitch"] = "1, 2",
        ["Strip"] = "1",
        ["Switch"] = "1",
        ["TCPFragmenter"] = "MTU 50",
        ["TCPRewriter"] = "pattern 1.0.0.1 80 - - 0 0",
        ["Truncate"] = "21",
        ["UDPIPEncap"] = "1.0.0.1, 2, 3.0.0.1, 4",
        ["UDPRewriter"] = "pattern 1.0.0.1 80 - - 0 0",
        ["Unstrip"] = "1",
        ["VLANEncap"] = "3",
        ["XIAPaint"] = "1",
    };

    private static IEnumerable<string> Covered =>
        ElementRegistry.BuiltIn.ClassNames.Where(name => TryLoad(name) is not null);

    [TestCaseSource(nameof(Covered))]
    public void Batch_DoesWhatItsPacketsDoOneByOne(string className)
    {
        Assert.That(
            Log(className, together: true),
            Is.EqualTo(Log(className, together: false)));
    }

    [Test]
    public void Classes_AreCovered()
    {
        IEnumerable<string> others = ElementRegistry.BuiltIn.ClassNames.Except(Covered);
        Assert.That(
            Covered.Count(),
            Is.GreaterThanOrEqualTo(LeastClasses),
            $"Not covered: {string.Join(' ', others)}");
    }

    private static List<string> Log(string className, bool together)
    {
        Bench bench = TryLoad(className)!;
        TestSource source = bench.Router.Find<TestSource>("in")!;
        byte[][] packets = Packets();
        if (together)
        {
            source.SendBatch(Mark, packets);
        }
        else
        {
            foreach (byte[] packet in packets)
            {
                source.Send(packet, Mark);
            }
        }

        bench.RunFor(Duration.FromSeconds(1));
        bench.Close();
        return bench.Lines;
    }

    // Null where one cannot push through it, or it wants to be told what the table does not say.
    private static Bench? TryLoad(string className)
    {
        Element element = ElementRegistry.BuiltIn.Create(className);
        Bench? bench = null;
        for (int outputs = MaximumOutputs; outputs > 0 && bench is null && IsPush(element); outputs--)
        {
            (int inputs, int fittingOutputs) = PortCountCode.Fit(element.PortCounts, 1, outputs);
            bench = inputs > 0 && fittingOutputs > 0 ? TryLoad(className, inputs, fittingOutputs) : null;
        }

        return bench;
    }

    private static Bench? TryLoad(string className, int inputs, int outputs)
    {
        var text = new StringBuilder(
            $"e :: {className}({Arguments.GetValueOrDefault(className, "")}); in :: TestSource -> e;");
        for (int input = 1; input < inputs; input++)
        {
            text.Append($"Idle -> [{input}] e;");
        }

        for (int output = 0; output < outputs; output++)
        {
            text.Append($"e [{output}] -> out{output} :: Speaker;");
        }

        try
        {
            return new Bench(text.ToString(), registry => registry.Add("Speaker", () => new Speaker()));
        }
        catch (RouterConfigurationException)
        {
            return null;
        }
    }

    private static bool IsPush(Element element)
    {
        string[] sides = element.Processing.Split('/');
        return sides[0].IndexOf('l', StringComparison.Ordinal) < 0
            && sides[^1].IndexOf('l', StringComparison.Ordinal) < 0;
    }

    // The first is too short for everybody, so that what is told once is told before anything leaves.
    private static byte[][] Packets() =>
    [
        [1, 2],
        IpPackets.Udp("10.0.0.1", "10.0.0.2"),
        IpPackets.Udp("10.0.0.1", "10.0.0.7", payloadBytes: 40),
        [3, 4, 5],
        IpPackets.Echo("10.0.0.3", "10.0.0.2"),
        IpPackets.Udp("10.0.0.3", "10.0.0.1", timeToLive: 1),
        IpPackets.Frame(
            "ff:ff:ff:ff:ff:ff", "2:0:0:0:0:1", EtherTypes.Ipv4, IpPackets.Udp("10.0.0.1", "10.0.0.2")),
        IpPackets.Udp("10.0.0.1", "10.0.0.3"),
    ];

    private static void Mark(Packet packet)
    {
        packet.Annotations.Paint = (byte)(packet.LengthBytes & 3);
        packet.Annotations.Timestamp = Instant.Zero + Duration.FromSeconds(packet.LengthBytes);
        packet.Annotations.DestinationIp = 0x0a00_0000u | (uint)(packet.LengthBytes & 7);
        packet.SetMacHeader(0);
        if (packet.LengthBytes >= Ipv4Header.LengthBytes)
        {
            packet.SetNetworkHeader(0);
        }
    }

    /// <summary>Says on the console what arrives.</summary>
    private sealed class Speaker : Element
    {
        public override string ClassName => "Speaker";

        public override string PortCounts => "1/0";

        public override string Processing => "h/";

        public override void Push(int port, Packet packet)
        {
            string bytes = Convert.ToHexString(packet.Data);
            Environment.Console!.WriteMessage($"{Name} {bytes} {packet.Annotations.Paint}");
            packet.Kill();
        }
    }
}
