using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Graphs whose devices are joined by links without delay, run in virtual time.</summary>
internal sealed class TestNetwork
{
    private const int StepLimit = 1_000_000;

    private readonly Queue<(FakeDevice To, Packet Packet)> _frames = new();
    private readonly List<RouterGraph> _routers = [];

    public PacketPool Pool { get; } = new();

    public Instant Now { get; private set; }

    /// <summary>Frames that crossed links.</summary>
    public long FrameCount { get; private set; }

    public static string Library(string name) => File.ReadAllText(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "library", "ip", name));

    public RouterGraph Add(
        string file,
        Dictionary<string, string> variables,
        Action<RouterEnvironment>? prepare,
        params FakeDevice[] devices)
    {
        RouterEnvironment environment = Bench.Environment(variables, Pool, null, devices);
        prepare?.Invoke(environment);
        RouterGraph router = RouterGraph.Load(Library(file), file, environment);
        _routers.Add(router);
        return router;
    }

    public void Join(FakeDevice one, FakeDevice other)
    {
        one.OnTransmit = (packet, _) => _frames.Enqueue((other, packet));
        other.OnTransmit = (packet, _) => _frames.Enqueue((one, packet));
    }

    public void RunFor(Duration length)
    {
        Instant end = Now + length;
        for (int step = 0; step < StepLimit; step++)
        {
            if (_frames.TryDequeue(out (FakeDevice To, Packet Packet) frame))
            {
                FrameCount++;
                frame.To.Receiver!.OnReceive(frame.Packet, Now);
                continue;
            }

            Instant? next = null;
            foreach (RouterGraph router in _routers)
            {
                next = Instant.Earliest(next, router.NextRun);
            }

            if (next is not { } due || due > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Max(Now, due);
            foreach (RouterGraph router in _routers)
            {
                router.Run(Now, 100);
            }
        }

        Assert.Fail($"The network still runs after {StepLimit} steps.");
    }

    public void Close()
    {
        foreach (RouterGraph router in _routers)
        {
            router.Close();
        }

        while (_frames.TryDequeue(out (FakeDevice To, Packet Packet) frame))
        {
            frame.Packet.Kill();
        }

        Assert.That(Pool.Outstanding, Is.Zero, "Every packet was killed.");
    }
}
