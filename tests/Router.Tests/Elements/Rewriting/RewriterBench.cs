using Xia.Kernel.Time;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Rewriting;

/// <summary>A rewriter with two inputs and two outputs: 0 leads out, 1 leads in.</summary>
internal sealed class RewriterBench
{
    private readonly Bench _bench;

    public RewriterBench(string rewriter, string more = "") => _bench = new Bench($$"""
        rw :: {{rewriter}};
        inside :: TestSource -> [0] rw;
        outside :: TestSource -> [1] rw;
        rw [0] -> out :: TestSink;
        rw [1] -> in :: TestSink;
        {{more}}
        """);

    public Bench Bench => _bench;

    /// <summary>Sends a packet from inside; gives what came out, and where, or "dropped".</summary>
    public string Forward(byte[] packet, byte paint = 0) => Send("inside", packet, paint);

    /// <summary>Sends a packet from outside; gives what came out, and where, or "dropped".</summary>
    public string Back(byte[] packet) => Send("outside", packet, 0);

    public void At(double seconds) => _bench.RunUntil(new Instant((long)(seconds * 1e9)));

    public string Read(string handler) => _bench.Read($"rw.{handler}");

    public void Write(string handler, string value) => _bench.Router.WriteHandler($"rw.{handler}", value);

    public void Close() => _bench.Close();

    private string Send(string source, byte[] data, byte paint)
    {
        int outBefore = _bench.Out.Hex.Count;
        int inBefore = _bench.Sink("in").Hex.Count;
        _bench.Send(data, packet => Prepare(packet, paint), source);
        if (_bench.Out.Hex.Count > outBefore)
        {
            return $"out {FlowPackets.Describe(_bench.Out.Bytes(outBefore))}";
        }

        TestSink inner = _bench.Sink("in");
        return inner.Hex.Count > inBefore ? $"in {FlowPackets.Describe(inner.Bytes(inBefore))}" : "dropped";
    }

    private static void Prepare(Packet packet, byte paint)
    {
        FlowPackets.Mark(packet);
        packet.Annotations.Paint = paint;
    }
}
