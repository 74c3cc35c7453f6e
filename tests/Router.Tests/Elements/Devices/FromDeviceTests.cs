using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Language;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Devices;

/// <summary>What the arguments of FromDevice do to frames and ask of an interface.</summary>
internal sealed class FromDeviceTests
{
    private const string Addresses = "020000000002020000000001";
    private const string IpFrame =
        Addresses + "0800" + "450000180001000040110000" + "0A000001" + "0A000002" + "01020304";

    [Test]
    public void Arguments_OfAnInterface_AreItsSettings()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench(
            "FromDevice(eth0, true, OUTBOUND true, HEADROOM 28, BURST 3) -> out :: TestSink", null, eth0);
        Assert.That(eth0.Settings, Is.EqualTo(new CaptureSettings(true, true, 3, 28)));
        bench.Close();
    }

    [Test]
    public void Arguments_WithoutAny_AskForWhatIsReceived()
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench("FromDevice(eth0) -> out :: TestSink", null, eth0);
        var expected = new CaptureSettings(false, false, 32, PacketPool.DefaultHeadroomBytes);
        Assert.That(eth0.Settings, Is.EqualTo(expected));
        bench.Close();
    }

    [Test]
    public void Interface_ThatRefuses_SaysWhy()
    {
        var eth0 = new FakeDevice("eth0", default) { Fault = "eth0: promiscuous mode: not permitted" };
        RouterConfigurationException error = Assert.Throws<RouterConfigurationException>(
            () => new Bench("FromDevice(eth0, PROMISC true) -> Discard", null, eth0))!;
        Assert.That(error.Message, Does.Contain("eth0: promiscuous mode: not permitted"));
    }

    [Test]
    public void Snaplen_OfALongerFrame_CutsItAndTellsHowMuch()
    {
        Bench bench = Receive("SNAPLEN 16", IpFrame);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { IpFrame[..32] }));
            Assert.That(bench.Out.Annotations[0].ExtraLengthBytes, Is.EqualTo((IpFrame.Length / 2) - 16));
            Assert.That(bench.Read("f.byte_count"), Is.EqualTo($"{IpFrame.Length / 2}"));
        });
        bench.Close();
    }

    [Test]
    public void ForceIp_LetsIpThroughWithItsDestination()
    {
        Bench bench = Receive("FORCE_IP true", Addresses + "0806" + "0001", IpFrame);
        Assert.Multiple(() =>
        {
            Assert.That(bench.Out.Hex, Is.EqualTo(new[] { IpFrame }));
            Assert.That(bench.Out.Annotations[0].DestinationIp, Is.EqualTo(0x0a000002));
            Assert.That((bench.Read("f.count"), bench.Read("f.drops")), Is.EqualTo(("1", "1")));
        });
        bench.Close();
    }

    [Test]
    public void Protocol_OtherThanTheFrames_LeavesThemOut()
    {
        Bench bench = Receive("PROTOCOL 0x806", IpFrame, "0102", Addresses + "0806");
        Assert.That(bench.Out.Hex, Is.EqualTo(new[] { Addresses + "0806" }));
        Assert.That(bench.Read("f.drops"), Is.EqualTo("2"));
        bench.Close();
    }

    [Test]
    public void Timestamp_False_LeavesNone()
    {
        Bench bench = Receive("TIMESTAMP false", IpFrame);
        Assert.That(bench.Out.Annotations[0].Timestamp, Is.EqualTo(default(Instant)));
        bench.Close();
    }

    private static Bench Receive(string arguments, params string[] frames)
    {
        var eth0 = new FakeDevice("eth0", default);
        var bench = new Bench($"f :: FromDevice(eth0, {arguments}) -> out :: TestSink", null, eth0);
        foreach (string frame in frames)
        {
            eth0.Receiver!.OnReceive(bench.Pool.Take(Convert.FromHexString(frame)), new Instant(77));
        }

        return bench;
    }
}
