using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Ip;

internal sealed class IPReassemblerTests
{
    private const string Graph =
        "in :: TestSource -> MarkIPHeader -> r :: IPReassembler(HIMEM 2000, MAX_MTU_ANNO 20) "
        + "-> out :: TestSink; r[1] -> lost :: TestSink";

    [TestCase(0, 1, 2)]
    [TestCase(2, 1, 0)]
    [TestCase(1, 2, 0)]
    public void AnyOrder_GivesThePacketBack(params int[] order)
    {
        byte[][] fragments = Fragments(140);
        var bench = new Bench(Graph);
        foreach (int index in order)
        {
            Assert.That(bench.Out.Hex, Is.Empty);
            bench.Send(fragments[index]);
        }

        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Bytes(0), Is.EqualTo(IpPackets.Udp("10.0.0.1", "10.0.0.2", 140)));
            Assert.That(bench.Out.Annotations[0].Area[20], Is.EqualTo(fragments[0].Length));
            Assert.That(bench.Read("r.dump"), Does.Contain("good reassemblies:   1"));
        });
        bench.Close();
    }

    [Test]
    public void Overlapping_Repeated_AndForeignFragments_DoNotConfuse()
    {
        byte[][] fragments = Fragments(140);
        byte[] foreign = [.. fragments[1]];
        foreign[4] ^= 1;
        var bench = new Bench(Graph);
        bench.Send(fragments[0]);
        bench.Send(fragments[0]);
        bench.Send(foreign);
        bench.Send(fragments[2]);
        Assert.That(bench.Out.Hex, Is.Empty);
        bench.Send(fragments[1]);
        Assert.That(bench.Out.Bytes(0), Is.EqualTo(IpPackets.Udp("10.0.0.1", "10.0.0.2", 140)));
        Assert.That(bench.Read("r.dump"), Does.Contain(" 10.0.0.1 > 10.0.0.2 256 (48, 96)"));
        bench.Close();
    }

    [Test]
    public void AfterThirtySeconds_WhatCame_LeavesAtOutput1()
    {
        byte[][] fragments = Fragments(140);
        var bench = new Bench(Graph);
        SendAt(bench, fragments[0], 1);
        SendAt(bench, fragments[2], 2);
        byte[] other = [.. fragments[0]];
        other[4] = 7;
        SendAt(bench, other, 31);
        Assert.That(bench.Sink("lost").Hex, Is.Empty);
        SendAt(bench, other, 42);
        byte[] known = IpPackets.Udp("10.0.0.1", "10.0.0.2", 140);
        known.AsSpan(20 + 48, 48).Clear();
        Assert.That(bench.Sink("lost").Bytes(0), Is.EqualTo(known));
        bench.Close();
    }

    [Test]
    public void OverItsMemory_TheLongestWaitingGo()
    {
        var bench = new Bench(Graph);
        for (byte identification = 1; identification <= 60; identification++)
        {
            byte[] fragment = Fragments(140)[0];
            fragment[5] = identification;
            bench.Send(fragment);
        }

        int lost = bench.Sink("lost").Hex.Count;
        Assert.That(lost, Is.InRange(30, 45));
        Assert.That(bench.Sink("lost").Bytes(0)[5], Is.EqualTo(1));
        bench.Close();
    }

    [Test]
    public void BadFragments_AreCounted()
    {
        var bench = new Bench(Graph);
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", 50, fragmentField: Ipv4Header.MoreFragments));
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", 80, fragmentField: 0x1fff));
        Assert.That(bench.Read("r.dump"), Does.Contain("bad fragments seen:  2"));
        bench.Close();
    }

    private static void SendAt(Bench bench, byte[] data, int second) => bench.Send(
        data, packet => packet.Annotations.Timestamp = Instant.Zero + Duration.FromSeconds(second));

    private static byte[][] Fragments(int payloadBytes)
    {
        var bench = new Bench("in :: TestSource -> MarkIPHeader -> IPFragmenter(68) -> out :: TestSink");
        bench.Send(IpPackets.Udp("10.0.0.1", "10.0.0.2", payloadBytes));
        byte[][] fragments = [.. Enumerable.Range(0, bench.Out.Hex.Count).Select(bench.Out.Bytes)];
        bench.Close();
        return fragments;
    }
}
