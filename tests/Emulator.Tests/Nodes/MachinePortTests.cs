using Xia.Emulator.Costs;
using Xia.Emulator.Links;
using Xia.Emulator.Loop;
using Xia.Emulator.Nodes;
using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Migration.Machines;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Emulator.Tests.Nodes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MachinePortTests
{
    private readonly Simulation _simulation = new();
    private readonly GuestClock _clock = new();
    private readonly PacketPool _pool = new();
    private readonly EmulatedNode _host;
    private readonly EmulatedNode _guest;
    private readonly MachinePort _port;
    private readonly Sink _atGuest = new();
    private readonly Sink _atHost = new();

    public MachinePortTests()
    {
        VirtualProcessor processor = new(1, CostTable.Ideal);
        _host = new EmulatedNode("host", _simulation, processor, null, Duration.Zero);
        _guest = new EmulatedNode("guest", _simulation, processor, _clock, Duration.Zero);
        _port = new MachinePort("vm0", new MacAddress(1), 1500, _host, _simulation) { Receiver = _atHost };
    }

    [Test]
    public void Transmit_NobodyPluggedIn_DropsAndCounts()
    {
        Send();
        Assert.That(_port.IsOccupied, Is.False);
        Assert.That(_port.DroppedFrames, Is.EqualTo(1));
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Transmit_PausedGuest_DropsAndCountsAndTheTapSeesNothing()
    {
        Tap tap = new();
        _port.Tap = tap;
        IDevice card = Plug();
        Send();
        _clock.Resume(_simulation.Now);
        Send();
        _clock.Pause(_simulation.Now);
        Send();
        Assert.That(_port.DroppedFrames, Is.EqualTo(2));
        Assert.That(_atGuest.Frames, Is.EqualTo(1));
        Assert.That(tap.Frames, Is.EqualTo(1));
        Assert.That(card.Name, Is.EqualTo("eth0"));
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Transmit_RunningGuest_IsTakenInGuestTime()
    {
        Plug();
        Instant later = Instant.Zero + Duration.FromMilliseconds(7);
        _simulation.RunUntil(later, CancellationToken.None);
        _clock.Resume(later);
        Send();
        Assert.That(_atGuest.LastAt, Is.EqualTo(Instant.Zero), "the guest's own time began at its resume");
    }

    [Test]
    public void Transmit_FromTheGuest_ReachesTheHostInItsTime()
    {
        IDevice card = Plug();
        _clock.Resume(_simulation.Now);
        card.Transmit(_pool.Take(60), Instant.Zero);
        Assert.That(_atHost.Frames, Is.EqualTo(1));
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Unplug_AGuestThatLeft_DropsWhatComes()
    {
        Plug();
        _clock.Resume(_simulation.Now);
        _port.Unplug();
        Send();
        Assert.That(_port.DroppedFrames, Is.EqualTo(1));
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    private IDevice Plug()
    {
        _port.Plug(_guest, "eth0", new MacAddress(2));
        IDevice card = _guest.Open("eth0")!;
        card.Receiver = _atGuest;
        return card;
    }

    private void Send() => _port.Transmit(_pool.Take(60), _simulation.Now);

    private sealed class Sink : IDeviceReceiver
    {
        public int Frames { get; private set; }

        public Instant LastAt { get; private set; }

        public void OnReceive(Packet packet, Instant now)
        {
            Frames++;
            LastAt = now;
            packet.Kill();
        }

        public void OnTransmitReady(Instant now)
        {
        }
    }

    private sealed class Tap : ILinkTap
    {
        public int Frames { get; private set; }

        public void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now) => Frames++;
    }
}
