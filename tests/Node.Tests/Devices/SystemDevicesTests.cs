using Xia.Internet.Wire;
using Xia.Node.Devices;
using Xia.Router.Devices;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Devices;

/// <summary>Real interfaces: a TAP, whose kernel side is seen by a packet socket.</summary>
public sealed class SystemDevicesTests
{
    private const string Name = "xiatest0";
    private static readonly byte[] Frame = MakeFrame(60);

    private static TapSettings Settings => new(
        Name,
        new IpAddress(0xc0000201),
        0xffffff00,
        MacAddress.Parse("02:00:00:00:00:01"),
        1400);

    [Test]
    public void Frames_CrossTheKernelBothWays() => InNetwork(bench =>
    {
        (IDevice tap, DeviceBench.Recorder fromKernel) = OpenTap(bench);
        (IDevice port, DeviceBench.Recorder atPort) = OpenPort(bench);
        Assert.That(port.MtuBytes, Is.EqualTo(1400));
        Assert.That(port.MacAddress, Is.EqualTo(Settings.MacAddress));
        tap.Transmit(bench.Make(Frame), default);
        bench.Until(() => Holds(atPort, Frame), "The frame to the kernel");
        Assert.That(atPort.Kinds[atPort.Frames.FindIndex(IsOwn)], Is.EqualTo(PacketKind.Host));
        port.Transmit(bench.Make(Frame), default);
        bench.Until(() => Holds(fromKernel, Frame), "The frame from the kernel");
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    });

    [Test]
    public void Send_OfALongerFrameThanTheInterfaceTakes_IsRefused() => InNetwork(bench =>
    {
        OpenTap(bench);
        (IDevice port, _) = OpenPort(bench);
        Packet tooLong = bench.Make(MakeFrame(2_000));
        Assert.That(((IConfirmingDevice)port).Send(tooLong, default), Is.EqualTo(SendOutcome.Refused));
        Assert.That(port.CanTransmit);
        tooLong.Kill();
    });

    [Test]
    public void InterfaceThatGoesDown_RefusesIsSaidOnceAndComesBack() => InNetwork(bench =>
    {
        (IDevice tap, _) = OpenTap(bench);
        (IDevice port, DeviceBench.Recorder atPort) = OpenPort(bench);
        const string Said = $"{Name}: read failed: Network is down";
        for (int outage = 1; outage <= 2; outage++)
        {
            NetworkNamespace.SetUp(Name, isUp: false);
            Packet frame = bench.Make(Frame);
            Assert.That(((IConfirmingDevice)tap).Send(frame, default), Is.EqualTo(SendOutcome.Refused));
            Assert.That(((IConfirmingDevice)port).Send(frame, default), Is.EqualTo(SendOutcome.Refused));
            frame.Kill();
            bench.Until(() => bench.Console.Messages.Count == outage, "The message");
            NetworkNamespace.SetUp(Name, isUp: true);
            atPort.Frames.Clear();
            tap.Transmit(bench.Make(Frame), default);
            bench.Until(() => Holds(atPort, Frame), "A frame after the outage");
        }

        Assert.That(bench.Console.Messages, Is.All.EqualTo(Said));
    });

    [Test]
    public void InterfaceThatIsTakenAway_IsSaidOnceAndCanBeOpenedAnew() => InNetwork(bench =>
    {
        SystemDevices devices = bench.NewDevices();
        IDevice tap = devices.Open(Settings);
        SystemDevices others = bench.NewDevices();
        IDevice port = others.Open(Name)!;
        NetworkNamespace.Remove(LinuxNetwork.Find(Name)!.Index);
        bench.Until(() => bench.Console.Messages.Count == 2, "The messages");
        Assert.That(
            bench.Console.Messages,
            Is.EquivalentTo(new[]
            {
                $"{Name}: read failed: Network is down",
                $"{Name}: read failed: File descriptor in bad state",
            }));
        Packet frame = bench.Make(Frame);
        Assert.That(((IConfirmingDevice)tap).Send(frame, default), Is.EqualTo(SendOutcome.Refused));
        Assert.That(((IConfirmingDevice)port).Send(frame, default), Is.EqualTo(SendOutcome.Refused));
        frame.Kill();
        Assert.That(others.Open(Name), Is.Null);
        IDevice again = devices.Open(Settings);
        Assert.That(again, Is.Not.SameAs(tap));
        var atPort = new DeviceBench.Recorder();
        others.Open(Name)!.Receiver = atPort;
        again.Transmit(bench.Make(Frame), default);
        bench.Until(() => Holds(atPort, Frame), "A frame over the new interface");
        Assert.That(bench.Console.Messages, Has.Count.EqualTo(2));
    });

    [Test]
    public void Open_Again_IsTheSameDevice() => InNetwork(bench =>
    {
        SystemDevices devices = bench.NewDevices();
        IDevice tap = devices.Open(Settings);
        Assert.That(devices.Open(Settings), Is.SameAs(tap));
        Assert.That(devices.Open(Name), Is.SameAs(tap));
        SystemDevices others = bench.NewDevices();
        IDevice port = others.Open(Name)!;
        Assert.That(others.Open(Name), Is.SameAs(port));
    });

    [Test]
    public void Open_OfWhatIsNotThere_IsNull()
    {
        using var bench = new DeviceBench();
        Assert.That(bench.NewDevices().Open("nonexistent0"), Is.Null);
        Assert.That(bench.NewDevices().Open("../../etc/a-name-that-is-too-long"), Is.Null);
    }

    [Test]
    public void Open_OfAnImpossibleInterface_SaysWhyAndLeavesNothingOpen() => InNetwork(bench =>
    {
        int before = Directory.GetFiles("/proc/self/fd").Length;
        IOException wrong = Assert.Throws<IOException>(
            () => bench.NewDevices().Open(Settings with { MtuBytes = 1_000_000 }))!;
        Assert.That(wrong.Message, Does.StartWith("cannot set the MTU: Invalid argument"));
        wrong = Assert.Throws<IOException>(
            () => bench.NewDevices().Open(Settings with { Name = "a-name-that-is-too-long" }))!;
        Assert.That(wrong.Message, Does.EndWith("an interface's name has at most 15 characters"));
        Assert.That(Directory.GetFiles("/proc/self/fd"), Has.Length.EqualTo(before));
    });

    private static void InNetwork(Action<DeviceBench> test)
    {
        using var bench = new DeviceBench();
        NetworkNamespace.Run(
            () => test(bench),
            () =>
            {
                IOException wrong = Assert.Throws<IOException>(() => bench.NewDevices().Open(Settings))!;
                Assert.That(wrong.Message, Does.Contain("needs CAP_NET_ADMIN"));
            });
    }

    private static (IDevice Device, DeviceBench.Recorder Receiver) OpenTap(DeviceBench bench)
    {
        IDevice tap = bench.NewDevices().Open(Settings);
        var receiver = new DeviceBench.Recorder();
        tap.Receiver = receiver;
        return (tap, receiver);
    }

    private static (IDevice Device, DeviceBench.Recorder Receiver) OpenPort(DeviceBench bench)
    {
        IDevice port = bench.NewDevices().Open(Name)!;
        var receiver = new DeviceBench.Recorder();
        port.Receiver = receiver;
        return (port, receiver);
    }

    private static bool Holds(DeviceBench.Recorder receiver, byte[] frame) =>
        receiver.Frames.Exists(received => received.AsSpan().SequenceEqual(frame));

    // The kernel sends frames of its own as well.
    private static bool IsOwn(byte[] frame) => frame.AsSpan().SequenceEqual(Frame);

    // To the interface's own address, of the type for local experiments.
    private static byte[] MakeFrame(int lengthBytes)
    {
        byte[] frame = new byte[lengthBytes];
        new byte[] { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5 }.CopyTo(frame, 0);
        return frame;
    }
}
