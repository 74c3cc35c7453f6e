using Xia.Internet.Wire;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Devices;

/// <summary>What KernelTap asks of an interface.</summary>
internal sealed class KernelTapTests
{
    [Test]
    public void Arguments_OfAnInterface_AreItsSettings()
    {
        var taps = new FakeTaps();
        var router = RouterGraph.Load(
            "KernelTap(192.0.2.1/24, DEVNAME tap7, ETHER 2:0:0:0:0:1, MTU 900) -> Discard",
            "config",
            new RouterEnvironment { Pool = new PacketPool(), Taps = taps });
        Assert.That(IpAddress.TryParse("192.0.2.1", out IpAddress address), Is.True);
        Assert.That(MacAddress.TryParse("2:0:0:0:0:1", out MacAddress mac), Is.True);
        Assert.That(taps.Settings, Is.EqualTo(new TapSettings("tap7", address, 0xffffff00, mac, 900)));
        router.Close();
    }

    private sealed class FakeTaps : ITapProvider
    {
        public TapSettings? Settings { get; private set; }

        public IDevice Open(TapSettings settings)
        {
            Settings = settings;
            return new FakeDevice(settings.Name, default);
        }
    }
}
