using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Interop.Tests.Wireshark;

/// <summary>What a graph writes to a capture file is what tshark reads there.</summary>
public sealed class ToDumpTests
{
    [TestCase("PCAP", "NANO true")]
    [TestCase("PCAP", "NANO false")]
    [TestCase("PCAPNG", "NANO true")]
    public void Captures_OfAGraph_AreReadByTshark(string format, string precision)
    {
        Tshark.Require();
        string folder = Directory.CreateTempSubdirectory("xia-dump-").FullName;
        try
        {
            string file = Path.Combine(folder, "out");
            string graph = "FromIPSummaryDump(DATA \"!data timestamp eth_src src dst sport dport proto payload\n"
                + "1000.5 2-0-0-0-0-1 10.0.0.1 10.0.0.2 5000 6000 U 'hello'\n"
                + "1000.75 2-0-0-0-0-1 10.0.0.1 10.0.0.2 5000 6000 T 'hello'\n\", CHECKSUM true, STOP true) "
                + $"-> ToDump({file}, FORMAT {format}, {precision})";
            Run(graph);
            IReadOnlyList<Dissection> frames = Tshark.Dissect(file);
            Assert.Multiple(() =>
            {
                Assert.That(frames.Select(frame => frame.Protocols), Is.EqualTo(new[]
                {
                    "eth:ethertype:ip:udp:data", "eth:ethertype:ip:tcp:data",
                }).Or.EqualTo(new[] { "eth:ethertype:ip:udp:data", "eth:ethertype:ip:tcp" }));
                Assert.That(frames.Select(frame => frame.IsMalformed), Has.None.True);
                Assert.That(
                    frames.Select(frame => frame.Time.Nanoseconds),
                    Is.EqualTo(new[] { 1_000_500_000_000L, 1_000_750_000_000L }));
                Assert.That(
                    frames.SelectMany(frame => frame.Checksums).Select(checksum => checksum.Status),
                    Has.All.EqualTo("1"));
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string graph)
    {
        var environment = new RouterEnvironment { Pool = new PacketPool(), Files = new Files() };
        RouterGraph router = RouterGraph.Load(graph, "config", environment);
        for (int step = 0; step < 1000 && !router.IsStopped; step++)
        {
            router.Run(router.NextRun ?? Instant.Zero, 100);
        }

        Assert.That(router.IsStopped, "The graph stops at the end of its data.");
        router.Close();
    }

    private sealed class Files : IRouterFiles
    {
        public Stream OpenRead(string path) => File.OpenRead(path);

        public Stream OpenWrite(string path, bool append) => File.Create(path);
    }
}
