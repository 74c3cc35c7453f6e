using Xia.Emulator.Links;
using Xia.Emulator.Loop;
using Xia.Kernel.Links;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Emulator.Tests.Links;

public sealed class LinkEndTests
{
    private const int FrameBytes = 125;

    private readonly LinkOptions _options = new()
    {
        RateBitsPerSecond = 1_000_000_000,
        Delay = Duration.FromMicroseconds(10),
        QueueBytes = 3 * FrameBytes,
    };

    [Test]
    public void Transmit_OneFrame_ArrivesAfterSerialisationAndDelay()
    {
        Bench bench = new(_options);
        bench.Send(FrameBytes, Instant.Zero);
        bench.Run();
        Assert.That(bench.Received.Select(frame => frame.At), Is.EqualTo(new[] { new Instant(11_000) }));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Transmit_MoreThanTheQueue_DropsTheTail()
    {
        Bench bench = new(_options);
        for (int i = 0; i < 6; i++)
        {
            bench.Send(FrameBytes, Instant.Zero);
        }

        bench.Run();
        Assert.That(
            bench.Received.Select(frame => frame.At.Nanoseconds),
            Is.EqualTo(new long[] { 11_000, 12_000, 13_000, 14_000 }));
        Assert.That(bench.Link.First.Model.Counters(new Instant(1_000_000)).QueueFullFrames, Is.EqualTo(2));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Transmit_LongerThanTheMtu_IsDroppedAndCounted()
    {
        Bench bench = new(_options);
        bench.Send(1515, Instant.Zero);
        bench.Run();
        Assert.That(bench.Received, Is.Empty);
        Assert.That(bench.Link.First.TooLongFrames, Is.EqualTo(1));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void SetUp_DownWithFramesUnderWay_LosesThem()
    {
        Bench bench = new(_options);
        bench.Send(FrameBytes, Instant.Zero);
        bench.Link.SetUp(false, Instant.Zero);
        bench.Run();
        bench.Link.SetUp(true, bench.Simulation.Now);
        bench.Send(FrameBytes, bench.Simulation.Now);
        bench.Run();
        Assert.That(bench.Received, Has.Count.EqualTo(1));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Tap_LostFrame_IsSeenBecauseItLeftTheDevice()
    {
        Bench bench = new(_options with { LossPartsPerBillion = LinkOptions.CertainLoss });
        Tap tap = new();
        bench.Link.Tap = tap;
        bench.Send(FrameBytes, Instant.Zero);
        bench.Run();
        Assert.That(bench.Received, Is.Empty);
        Assert.That(tap.Departures, Is.EqualTo(new[] { new Instant(1_000) }));
        Assert.That(bench.Pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Fault_FlippedByte_ArrivesFlippedButWasCapturedWhole()
    {
        Bench bench = new(_options);
        Tap tap = new();
        bench.Link.Tap = tap;
        bench.Link.Fault = new FlipFirstByte();
        bench.Send(FrameBytes, Instant.Zero);
        bench.Run();
        Assert.That(tap.FirstBytes, Is.EqualTo(new byte[] { 0x5a }));
        Assert.That(bench.Received[0].FirstByte, Is.EqualTo(0xa5));
    }

    [Test]
    public void Transmit_TenThousandFrames_AllocatesNothingInSteadyState()
    {
        Bench bench = new(_options) { Keep = false };
        bench.SendAndRun(10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.SendAndRun(10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private sealed class Bench : IDeviceReceiver
    {
        public Bench(LinkOptions options)
        {
            Link = new EmulatedLink("a-b", options, 1500, Simulation, new RandomRoot(1));
            Link.Second.Receiver = this;
            Simulation.AddNode();
        }

        public Simulation Simulation { get; } = new();

        public PacketPool Pool { get; } = new();

        public EmulatedLink Link { get; }

        public bool Keep { get; init; } = true;

        public List<(Instant At, byte FirstByte)> Received { get; } = [];

        public void Send(int lengthBytes, Instant now)
        {
            Packet packet = Pool.Take(lengthBytes);
            packet.WritableData().Fill(0x5a);
            Link.First.Transmit(packet, now);
        }

        public void Run() => Simulation.RunUntil(Simulation.Now + Duration.FromMilliseconds(1), CancellationToken.None);

        public void SendAndRun(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Send(FrameBytes, Simulation.Now);
                Simulation.RunUntil(Simulation.Now + Duration.FromMicroseconds(20), CancellationToken.None);
            }
        }

        public void OnReceive(Packet packet, Instant now)
        {
            if (Keep)
            {
                Received.Add((now, packet.Data[0]));
            }

            packet.Kill();
        }

        public void OnTransmitReady(Instant now)
        {
        }
    }

    private sealed class Tap : ILinkTap
    {
        public List<Instant> Departures { get; } = [];

        public List<byte> FirstBytes { get; } = [];

        public void OnFrame(bool fromFirst, ReadOnlySpan<byte> frame, Instant departure, Instant now)
        {
            Departures.Add(departure);
            FirstBytes.Add(frame[0]);
        }
    }

    private sealed class FlipFirstByte : IFrameFault
    {
        public bool Wants(bool fromFirst, ReadOnlySpan<byte> frame) => true;

        public bool Apply(bool fromFirst, Span<byte> frame)
        {
            frame[0] ^= 0xff;
            return true;
        }
    }
}
