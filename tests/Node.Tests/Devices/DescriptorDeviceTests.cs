using System.Net.Sockets;
using Xia.Node.Devices;
using Xia.Router.Packets;
using Xia.Router.Platform;

namespace Xia.Node.Tests.Devices;

public sealed class DescriptorDeviceTests
{
    private const int MostFrames = 1_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public void Send_WithoutRoom_LeavesThePacketAndTellsOnceOfRoom()
    {
        using var bench = new DeviceBench();
        (DescriptorDevice device, Socket far) = bench.Pair();
        var receiver = new DeviceBench.Recorder();
        device.Receiver = receiver;
        int sent = Fill(bench, device, out Packet refused);
        Assert.That(refused.LengthBytes, Is.EqualTo(3), "The packet is still the caller's.");
        Assert.That((device.CanTransmit, device.WantsToWrite), Is.EqualTo((false, true)));
        Assert.That(device.Send(refused, default), Is.EqualTo(SendOutcome.Busy));
        Assert.That(Drain(far), Is.EqualTo(sent));
        bench.Until(() => receiver.Readies > 0, "Room");
        Assert.That(device.CanTransmit);
        Assert.That(device.Send(refused, default), Is.EqualTo(SendOutcome.Sent));
        bench.Until(() => Drain(far) == 1, "The frame that waited");
        Assert.That(receiver.Readies, Is.EqualTo(1));
        Assert.That(bench.Console.Messages, Is.Empty);
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Transmit_WithoutRoom_LosesTheFrameAndNoMemory()
    {
        using var bench = new DeviceBench();
        (DescriptorDevice device, Socket far) = bench.Pair();
        int sent = Fill(bench, device, out Packet refused);
        device.Transmit(refused, default);
        Assert.That(bench.Pool.Outstanding, Is.Zero);
        Assert.That(Drain(far), Is.EqualTo(sent));
    }

    [Test]
    public void Send_OfMoreThanTheSystemTakes_IsRefusedForGood()
    {
        using var bench = new DeviceBench();
        (DescriptorDevice device, _) = bench.Pair();
        Packet tooLong = bench.Pool.Take(new byte[PacketPool.MaximumBufferBytes - 1024]);
        var near = new Socket(new SafeSocketHandle(device.Descriptor, ownsHandle: false))
        {
            SendBufferSize = 4096,
        };
        Assert.That(near.SendBufferSize, Is.LessThan(tooLong.LengthBytes));
        Assert.That(device.Send(tooLong, default), Is.EqualTo(SendOutcome.Refused));
        Assert.That(device.CanTransmit, "Waiting does not help.");
        tooLong.Kill();
    }

    [Test]
    public void Send_FromAnotherThread_WakesTheOneThatPolls()
    {
        using var bench = new DeviceBench();
        (DescriptorDevice device, Socket far) = bench.Pair();
        var receiver = new DeviceBench.Recorder();
        device.Receiver = receiver;
        using var isPolling = new ManualResetEventSlim();
        bench.Poller.Entering = isPolling.Set;
        var polls = new Thread(() =>
        {
            bench.Poller.Post(() => { });
            while (receiver.Readies == 0)
            {
                bench.Poller.Poll(null);
            }
        })
        { IsBackground = true };
        polls.Start();
        Assert.That(isPolling.Wait(Limit));
        Fill(bench, device, out Packet refused);
        refused.Kill();
        Drain(far);
        Assert.That(polls.Join(Limit), "It waits for room although nobody told it when it fell asleep.");
    }

    [Test]
    public void OnReadable_OfWhatCannotBeRead_SaysSoOnceAndIsWatchedNoMore()
    {
        using var bench = new DeviceBench();
        using FileStream written = File.OpenWrite(Path.GetTempFileName());
        var identity = new DeviceIdentity("broken0", 7, default, 1500);
        var device = new DescriptorDevice(
            (int)written.SafeFileHandle.DangerousGetHandle(), identity, bench.Site);
        bench.Poller.Add(device);
        bench.Until(() => device.IsGone, "The end");
        device.OnReadable();
        string[] said = ["broken0: read failed: Bad file descriptor"];
        Assert.That(bench.Console.Messages, Is.EqualTo(said));
        Assert.That(bench.Poller.Watches(device), Is.False);
        Packet frame = bench.Make(1, 2, 3);
        Assert.That(device.Send(frame, default), Is.EqualTo(SendOutcome.Refused));
        Assert.That(device.CanTransmit, "Nobody waits for a device that is gone.");
        frame.Kill();
        File.Delete(written.Name);
    }

    [Test]
    public void OnReadable_GivesEachFrameToTheReceiver()
    {
        using var bench = new DeviceBench();
        (DescriptorDevice device, Socket far) = bench.Pair();
        var receiver = new DeviceBench.Recorder();
        device.Receiver = receiver;
        using var echo = new Socket(new SafeSocketHandle(device.Descriptor, ownsHandle: false));
        var place = new UnixDomainSocketEndPoint(((UnixDomainSocketEndPoint)far.LocalEndPoint!) + ".near");
        echo.Bind(place);
        far.SendTo(new byte[] { 1, 2 }, place);
        far.SendTo(new byte[] { 3 }, place);
        bench.Until(() => receiver.Frames.Count == 2, "Both frames");
        Assert.That(receiver.Frames, Is.EqualTo(new byte[][] { [1, 2], [3] }));
        Assert.That(receiver.Kinds, Is.All.EqualTo(PacketKind.Host));
        device.Receiver = null;
        far.SendTo(new byte[] { 4 }, place);
        bench.Poller.Poll(Kernel.Time.Duration.FromMilliseconds(1));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    private static int Fill(DeviceBench bench, DescriptorDevice device, out Packet refused)
    {
        for (int sent = 0; sent < MostFrames; sent++)
        {
            refused = bench.Make(1, 2, 3);
            if (device.Send(refused, default) != SendOutcome.Sent)
            {
                return sent;
            }
        }

        throw new InvalidOperationException("There is no bound.");
    }

    private static int Drain(Socket far)
    {
        byte[] frame = new byte[16];
        int count = 0;
        while (far.Receive(frame, SocketFlags.None, out _) > 0)
        {
            count++;
        }

        return count;
    }
}
