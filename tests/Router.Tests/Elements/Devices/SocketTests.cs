using Xia.Internet.Wire;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Packets;
using Xia.Router.Platform;
using Xia.Router.Tests.Elements.Control;

namespace Xia.Router.Tests.Elements.Devices;

/// <summary>What a Socket does with packets for which there is no room.</summary>
internal sealed class SocketTests
{
    private const string Text = "InfiniteSource(LIMIT 3) -> q :: Queue(10) -> s :: Socket(UDP, 10.0.0.1, 9)";

    [Test]
    public void Pulled_WithoutRoom_WaitsAndIsSentFirstByAReplacement()
    {
        var datagrams = new FullDatagrams();
        var environment = new RouterEnvironment
        {
            Pool = new PacketPool(),
            Sockets = new FakeSockets { Datagrams = datagrams },
        };
        RouterGraph graph = RouterGraph.Load(Text, "config", environment);
        graph.Run(Instant.Zero, 100);
        Assert.That((datagrams.Sent, graph.ReadHandler("q.length").Trim()), Is.EqualTo((0, "2")));
        RouterGraph fresh = graph.PrepareReplacement(
            Text.Replace("LIMIT 3", "LIMIT 0", StringComparison.Ordinal), "config");
        fresh.TakeOver(graph);
        datagrams.HasRoom = true;
        fresh.Run(Instant.Zero, 100);
        Assert.That(datagrams.Sent, Is.EqualTo(3), "The one that waited and those of the queue.");
        Assert.That(graph.ReadHandler("s.drops").Trim(), Is.EqualTo("0"));
        fresh.Close();
        Assert.That(environment.Pool.Outstanding, Is.Zero);
    }

    private sealed class FullDatagrams : IRouterDatagrams
    {
        public bool HasRoom { get; set; }

        public int Sent { get; private set; }

        public int Port => 0;

        public bool HasTarget => true;

        public IDatagramReceiver Receiver { get; set; } = null!;

        public void AimAtSender()
        {
        }

        public SendOutcome Send(ReadOnlySpan<byte> bytes)
        {
            Sent += HasRoom ? 1 : 0;
            return HasRoom ? SendOutcome.Sent : SendOutcome.Busy;
        }

        public SendOutcome Send(ReadOnlySpan<byte> bytes, IpAddress address) => Send(bytes);

        public void Dispose()
        {
        }
    }
}
