using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Platform;
using Xia.Router.Tests.Testing;

namespace Xia.Router.Tests.Elements.Devices;

/// <summary>What elements do with frames that a device refuses.</summary>
internal sealed class FrameSenderTests
{
    private const string Pull = "in :: TestSource -> q :: Queue(10) -> t :: ToDevice(eth0, BURST 2)";
    private const string Push = "in :: TestSource -> t :: ToDevice(eth0)";

    [Test]
    public void Pulled_WithoutRoom_WaitsAndIsSentFirst()
    {
        var device = new RefusingDevice { Room = 1 };
        Bench bench = Load(Pull, device);
        SendThree(bench);
        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1 }));
        Assert.That(bench.Read("q.length"), Is.EqualTo("1"), "One waits in the element.");
        Assert.That((bench.Read("t.count"), bench.Read("t.drops")), Is.EqualTo(("1", "0")));
        device.Room = 5;
        device.Receiver!.OnTransmitReady(bench.Now);
        bench.RunFor(Duration.FromSeconds(1));
        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That((bench.Read("t.count"), bench.Read("t.drops")), Is.EqualTo(("3", "0")));
        bench.Close();
    }

    [Test]
    public void Pulled_WithoutRoomThatComesMeanwhile_IsNotTakenForRefused()
    {
        var device = new RefusingDevice { Room = 1 };
        device.OnBusy = () => device.Room = 5;
        Bench bench = Load(Pull, device);
        SendThree(bench);
        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That((bench.Read("t.count"), bench.Read("t.drops")), Is.EqualTo(("3", "0")));
        bench.Close();
    }

    [Test]
    public void Pulled_ThatWaitsInAReplacement_IsSentFirst()
    {
        var device = new RefusingDevice();
        Bench bench = Load(Pull, device);
        SendThree(bench);
        RouterGraph fresh = bench.Router.PrepareReplacement(Pull, "config");
        fresh.TakeOver(bench.Router);
        device.Room = 5;
        for (int run = 0; run < 3; run++)
        {
            fresh.Run(bench.Now, 10);
        }

        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1, 2, 3 }));
        fresh.Close();
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Pulled_AndRefusedForGood_IsCountedAndTheNextOneGoes()
    {
        var device = new RefusingDevice { Room = 5, Refused = 2 };
        Bench bench = Load(Pull, device);
        SendThree(bench);
        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1, 3 }));
        Assert.That((bench.Read("t.count"), bench.Read("t.drops")), Is.EqualTo(("2", "1")));
        bench.Close();
    }

    [Test]
    public void Pulled_ThatWaitsAtTheEnd_IsKilled()
    {
        var device = new RefusingDevice();
        Bench bench = Load(Pull, device);
        SendThree(bench);
        Assert.That(device.Taken, Is.Empty);
        bench.Close();
        Assert.That(bench.Read("t.drops"), Is.EqualTo("1"));
    }

    [Test]
    public void Pushed_WithoutRoom_IsCountedAsDropped()
    {
        var device = new RefusingDevice { Room = 1 };
        Bench bench = Load(Push, device);
        SendThree(bench);
        Assert.That(device.Taken, Is.EqualTo(new byte[] { 1 }));
        Assert.That(
            (bench.Read("t.count"), bench.Read("t.byte_count"), bench.Read("t.drops")),
            Is.EqualTo(("1", "1", "2")));
        bench.Router.WriteHandler("t.reset_counts", "");
        Assert.That((bench.Read("t.count"), bench.Read("t.drops")), Is.EqualTo(("0", "0")));
        bench.Close();
    }

    private static Bench Load(string text, RefusingDevice device) => new(text, device);

    private static void SendThree(Bench bench)
    {
        foreach (byte number in new byte[] { 1, 2, 3 })
        {
            bench.Send([number]);
        }

        bench.RunFor(Duration.FromSeconds(1));
    }

    /// <summary>Takes as many frames as there is room for, but one kind never.</summary>
    private sealed class RefusingDevice : IConfirmingDevice
    {
        public string Name => "eth0";

        public MacAddress MacAddress => default;

        public int MtuBytes => 1500;

        public IDeviceReceiver? Receiver { get; set; }

        public bool CanTransmit { get; private set; } = true;

        public int Room
        {
            get;
            set
            {
                field = value;
                CanTransmit = true;
            }
        }

        public byte Refused { get; init; }

        public Action? OnBusy { get; set; }

        public List<byte> Taken { get; } = [];

        public void Transmit(Packet packet, Instant now) =>
            throw new InvalidOperationException("Whoever can ask asks.");

        public SendOutcome Send(Packet packet, Instant now)
        {
            byte number = packet.Data[0];
            if (number == Refused)
            {
                return SendOutcome.Refused;
            }

            if (Room == Taken.Count)
            {
                CanTransmit = false;
                OnBusy?.Invoke();
                return SendOutcome.Busy;
            }

            Taken.Add(number);
            packet.Kill();
            return SendOutcome.Sent;
        }
    }
}
